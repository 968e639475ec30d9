namespace QrisPayments.Apps;

/// <summary>Rules for callback addresses (<c>QrisPayments:Callbacks</c>).</summary>
public sealed class CallbackOptions
{
    /// <summary>
    /// Signs the callbacks of payments that the shop's own code made (an app has its own secret): <c>whsec_</c> and base64
    /// of 24 to 64 bytes.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>
    /// Host names or addresses in private ranges that may be called all the same, such as <c>erp.internal</c>. Everything
    /// else that resolves to a private, loopback or link-local address is refused when the connection is made.
    /// </summary>
    public IList<string> AllowedPrivateHosts { get; } = [];
}
