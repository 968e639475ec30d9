namespace QrisPayments.Midtrans;

/// <summary>
/// The hosted page that customers are sent to. Only Midtrans's own hosts are let through (WIRE W8), and a try-out page never
/// stands for real money, nor a real one for simulated money (WIRE W10).
/// </summary>
internal sealed record MidtransPage
{
    public const string ProductionHost = "app.midtrans.com";
    public const string SandboxHost = "app.sandbox.midtrans.com";

    /// <summary>The module simulates its money.</summary>
    public required bool IsSandbox { get; init; }

    /// <summary>The operator's word that sandbox pages are fine although the module takes real money.</summary>
    public bool AllowSandbox { get; init; }

    /// <summary>One more host, where the operator's gateway shows a page of its own.</summary>
    public string? OwnHost { get; init; }

    /// <summary>
    /// The operator's word that <see cref="OwnHost"/> may be without https, on the loopback interface alone: no customer's browser goes
    /// over a wire without it.
    /// </summary>
    public bool AllowInsecureLoopback { get; init; }

    /// <summary>Why customers must not be sent there, or null; then the address is usable.</summary>
    public string? Refuse(string? address, out Uri? page)
    {
        page = null;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url)) return "The answer has no usable redirect_url.";
        // Credentials or a port in front of a known name are how open redirects are dressed up.
        var host = url.IdnHost;
        var isOwn = OwnHost is { Length: > 0 } own && Is(host, own.Trim()) && !Is(host, ProductionHost) && !Is(host, SandboxHost);
        var isPlain = url.Scheme == Uri.UriSchemeHttps
            || (isOwn && AllowInsecureLoopback && url.IsLoopback && url.Scheme == Uri.UriSchemeHttp);
        if (!isPlain || url.UserInfo.Length > 0) return "redirect_url is not a plain https address.";
        var refusal = Is(host, ProductionHost) ? RefuseProduction()
            : Is(host, SandboxHost) ? RefuseSandbox()
            : isOwn ? null
            : $"redirect_url leads to {host}, which is not Midtrans.";
        if (refusal is null && !url.IsDefaultPort && !isOwn) refusal = "redirect_url names a port.";
        if (refusal is null) page = url;
        return refusal;
    }

    private string? RefuseProduction() =>
        IsSandbox ? "The gateway works with real money, but this shop is in sandbox mode. Switch one of them." : null;

    private string? RefuseSandbox() =>
        IsSandbox || AllowSandbox
            ? null
            : "The gateway works in Midtrans's sandbox, but this shop takes real money. "
            + "Switch the gateway to production, or allow the sandbox in the settings.";

    private static bool Is(string host, string other) => host.Equals(other, StringComparison.OrdinalIgnoreCase);
}
