using QrisPayments.Foundation;
using QrisPayments.Plugins;

namespace QrisPayments.Hosting;

/// <summary>What a host without a provider is told when it starts, since each of its creates will be refused.</summary>
internal static class NoProviderAdvice
{
    /// <summary>A static QRIS in the right form, of an acquirer and a merchant that do not exist.</summary>
    private const string SandboxQris =
        "00020101021126690017ID.CO.EXAMPLE.WWW011893600000000000001302150000000000000010303UMI51440014ID.CO.QRIS.WWW0215ID10200000000010303"
        + "UMI5204549953033605802ID5917KREMPYENG CAMILAN6006MALANG6105651226304FA6D";

    /// <summary>The advice, or null when there is an account to pay to.</summary>
    /// <param name="plugins">All that is installed, with its accounts.</param>
    /// <param name="mode">Whether money is simulated.</param>
    /// <param name="isDevelopment">Whether trying things out is what the host is for.</param>
    public static string? Of(PluginCatalog plugins, PaymentMode mode, bool isDevelopment)
    {
        if (plugins.Accounts.Count > 0) return null;
        var ids = plugins.Installed.Where(plugin => plugin.State == PluginState.Running).Select(plugin => plugin.Id).ToList();
        var advice = ids is [var first, ..]
            ? $"none of the plugins found ({string.Join(", ", ids)}) has settings. Set QrisPayments:Providers:{first}:…, or enter them in the "
                + "console; plugins/README.md lists what each needs."
            : "no plugin was found. Add a provider's package, such as QrisPayments.StaticQris, or put its folder into plugins beside the "
                + "application.";
        if (isDevelopment && mode == PaymentMode.Live)
            advice += " To try things out with simulated money, set QrisPayments:Mode to Sandbox in appsettings.Development.json.";
        if (isDevelopment)
            advice += $" Where a provider asks for a static QRIS, this one, which no bank knows, will do in the sandbox: {SandboxQris}";
        return "No payment can be made: " + advice;
    }
}
