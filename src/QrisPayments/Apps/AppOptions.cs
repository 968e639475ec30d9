namespace QrisPayments.Apps;

/// <summary>One client of the merchant API (<c>QrisPayments:Apps:n</c>).</summary>
public sealed class AppOptions
{
    /// <summary>Its name in the API and in logs: 1–40 of <c>a-z A-Z 0-9 - _ .</c></summary>
    public string Code { get; set; } = "";

    /// <summary>Its secret, sent as <c>Authorization: Bearer KEY</c>. Outside Development at least 20 characters.</summary>
    public string Key { get; set; } = "";

    /// <summary>The secret that signs its callbacks, <c>whsec_</c> and base64 of 24–64 bytes (Standard Webhooks).</summary>
    public string? CallbackSecret { get; set; }

    /// <summary>Where its payments are reported when a create names no address of its own.</summary>
    public string? CallbackUrl { get; set; }

    /// <summary>What it may do: see <see cref="Scopes"/>; <c>*</c> is everything. None means payments only.</summary>
    public IList<string> Scopes { get; } = [];

    /// <summary>
    /// Its number at gateways that count their shops (<c>store_id</c>), 1 or more; its place among the apps when not given.
    /// </summary>
    public int? Number { get; set; }

    /// <summary>The account's name at gateways that show one, up to 100 characters; the code when not given.</summary>
    public string? AccountName { get; set; }

    /// <summary>The account's e-mail at gateways that show one.</summary>
    public string? Email { get; set; }

    /// <summary>
    /// Percent of the amount that the payer of a facade's payment carries on top, 0–100 with at most two decimals; rounded half up to
    /// whole rupiah.
    /// </summary>
    public decimal FeePercent { get; set; }

    /// <summary>The greatest amount per method, by a gateway's own names of methods (<c>Limits:qris = 500000</c>).</summary>
    public IDictionary<string, long> Limits { get; } = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What it has at one facade alone, by plugin id (<c>Facades:{plugin id}:CallbackUrl</c>).</summary>
    public IDictionary<string, AppFacadeOptions> Facades { get; } =
        new Dictionary<string, AppFacadeOptions>(StringComparer.OrdinalIgnoreCase);
}
