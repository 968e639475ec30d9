using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QrisPayments.Apps;
using QrisPayments.Foundation;
using QrisPayments.Settings;

namespace QrisPayments.Hosting;

/// <summary>
/// Names each key of the module's section that no setting has, with the nearest that exists. A warning and no fault: one configuration may
/// serve hosts of two versions, and a key of the newer one must not stop the older.
/// </summary>
internal sealed class SettingNames(IConfiguration configuration, IOptions<QrisPaymentsOptions> options, ILogger<SettingNames> logger)
{
    private const string ConnectionStrings = "ConnectionStrings";

    /// <summary>Read where its plugin is known, which checks the names itself.</summary>
    private const string Providers = "Providers";

    /// <summary>The operator's own names stand there, which <see cref="AppMaps"/> reads.</summary>
    private static readonly string[] OfApps = [nameof(AppOptions.Limits), nameof(AppOptions.Facades)];

    public void Warn()
    {
        foreach (var fault in Find())
            logger.LogWarning(new EventId(2801, "UnknownSetting"), "{Message}", fault.Message);
    }

    /// <summary>Every such key.</summary>
    public IEnumerable<Fault> Find()
    {
        var section = configuration.GetSection(OptionsSections.Root);
        foreach (var fault in UnknownSettings.Of(typeof(QrisPaymentsOptions), section, Providers)) yield return fault;
        foreach (var app in section.GetSection(nameof(QrisPaymentsOptions.Apps)).GetChildren())
            foreach (var fault in UnknownSettings.Of(typeof(AppOptions), app, OfApps)) yield return fault;
        foreach (var child in configuration.GetChildren())
            if (IsMisspelt(child.Key, OptionsSections.Root)) yield return Misspelt(child, OptionsSections.Root);
        var name = options.Value.ConnectionStringName;
        var strings = configuration.GetSection(ConnectionStrings);
        if (strings[name] is not null) yield break;
        foreach (var child in strings.GetChildren())
            if (IsMisspelt(child.Key, name)) yield return Misspelt(child, $"{ConnectionStrings}:{name}");
    }

    private static bool IsMisspelt(string key, string known) => UnknownSettings.Distance(key, known) is 1 or 2;

    private static Fault Misspelt(IConfigurationSection found, string known) =>
        new(found.Path, "unknown_setting", $"{found.Path} is not read; did you mean {known}?");
}
