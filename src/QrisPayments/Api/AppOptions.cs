namespace QrisPayments.Api;

/// <summary>One client of the merchant API (<c>QrisPayments:Apps:n</c>).</summary>
public sealed class AppOptions
{
    /// <summary>Its name in the API and in logs: 1–40 of <c>a-z A-Z 0-9 - _ .</c></summary>
    public string Code { get; set; } = "";

    /// <summary>Its secret, sent as <c>Authorization: Bearer KEY</c>. Outside Development at least 20 characters.</summary>
    public string Key { get; set; } = "";

    /// <summary>The secret that signs its callbacks, <c>whsec_</c> and base64 of 24–64 bytes (Standard Webhooks).</summary>
    public string? WebhookSecret { get; set; }

    /// <summary>Where its payments are reported when a create names no address of its own.</summary>
    public string? CallbackUrl { get; set; }

    /// <summary>What it may do: see <see cref="Scopes"/>; <c>*</c> is everything. None means payments only.</summary>
    public IList<string> Scopes { get; } = [];
}
