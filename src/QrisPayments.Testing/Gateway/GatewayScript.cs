using QrisPayments.Plugins;

namespace QrisPayments.Testing;

/// <summary>
/// How one gateway talks, taken from recorded answers. Fill in what the provider can do; the suite says what is missing. Every
/// part writes down the <see cref="GatewayPayment"/> that it is given, all of its values and nothing else.
/// </summary>
public sealed record GatewayScript
{
    /// <summary>
    /// The plugin's settings by property name, with a value for every secret. <c>{gateway}</c> in a value is the stub's address;
    /// settings that are an <see cref="IGatewayAddress"/> get it by themselves.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The answer to a create that worked. Needed unless the provider opens locally. Where the plugin asks something else first, such
    /// as which methods there are, <see cref="GatewayPayment.Asked"/> tells the questions apart.
    /// </summary>
    public Func<GatewayPayment, GatewayReply>? Created { get; init; }

    /// <summary>The answer to a create that the gateway refuses, for certain: a wrong key, an amount beyond its limits.</summary>
    public Func<GatewayPayment, GatewayReply>? Refused { get; init; }

    /// <summary>The answer to a status query, for every <see cref="GatewayPayment.State"/>. For <see cref="IQueryStatus"/>.</summary>
    public Func<GatewayPayment, GatewayReply>? Status { get; init; }

    /// <summary>The answer to a status query for a payment that the gateway does not know. For <see cref="IQueryStatus"/>.</summary>
    public Func<GatewayPayment, GatewayReply>? NotFound { get; init; }

    /// <summary>The answer to a cancel that worked. For <see cref="ICancelAttempts"/>.</summary>
    public Func<GatewayPayment, GatewayReply>? Cancelled { get; init; }

    /// <summary>The answer to a cancel of what is paid. For <see cref="ICancelAttempts"/>.</summary>
    public Func<GatewayPayment, GatewayReply>? TooLate { get; init; }

    /// <summary>
    /// The answer to a refund that worked, for the amount and the key of <see cref="GatewayPayment.Refund"/>. For <see cref="IRefund"/>.
    /// </summary>
    public Func<GatewayPayment, GatewayReply>? Refunded { get; init; }

    /// <summary>The answer to a refund that the gateway refuses, for certain. For <see cref="IRefund"/>.</summary>
    public Func<GatewayPayment, GatewayReply>? RefundRefused { get; init; }

    /// <summary>
    /// The answer to the question how a refund stands: it is done when there is a <see cref="GatewayPayment.Refund"/>, and the gateway has
    /// none when there is not. For <see cref="IRefund"/>.
    /// </summary>
    public Func<GatewayPayment, GatewayReply>? RefundStands { get; init; }

    /// <summary>The answer that lists the money that arrived, with whole seconds. For <see cref="IReadLedger"/>.</summary>
    public Func<IReadOnlyList<LedgerEntry>, GatewayReply>? Ledger { get; init; }

    /// <summary>How the gateway's webhooks look. For <see cref="IReceiveWebhooks"/>.</summary>
    public WebhookScript? Webhook { get; init; }

    /// <summary>Rupiah that this gateway puts on top of the amount by itself, such as its own unique code.</summary>
    public int Adds { get; init; }

    /// <summary>
    /// The gateway knows a payment by our <see cref="OpenRequest.AttemptId"/> and by nothing else. Then
    /// <see cref="GatewayPayment.Reference"/> is that id, and the create has to send it.
    /// </summary>
    public bool TakesOurReference { get; init; }

    /// <summary>
    /// The gateway knows a payment only once the customer has chosen there how to pay. Until the attempt's end, "not found" then means
    /// that the customer has not chosen yet.
    /// </summary>
    public bool KnownOnceChosen { get; init; }

    /// <summary>
    /// The gateway shows the customer a page of its own: its address up to where a payment's own part begins, such as
    /// <c>https://app.gateway.example/checkout/</c>. <see cref="GatewayPayment.Redirect"/> is then below it, and customers must be sent
    /// nowhere else.
    /// </summary>
    public Uri? Pages { get; init; }

    /// <summary>
    /// The gateway's API demands a secret in path or query. Without this, a secret found there is a fault, since addresses end up in logs.
    /// </summary>
    public bool SecretsInAddress { get; init; }
}

/// <summary>How a gateway's webhooks look.</summary>
public sealed record WebhookScript
{
    /// <summary>The body for a payment as it stands; null where the gateway sends none for that state.</summary>
    public required Func<GatewayPayment, string?> Body { get; init; }

    /// <summary>The headers that a genuine sender adds to these bytes, above all the signature made with the script's secret.</summary>
    public Func<byte[], IReadOnlyDictionary<string, string>> Headers { get; init; } = static _ => new Dictionary<string, string>();

    /// <summary>The body's type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>
    /// The gateway signs nothing: the only proof is that it knows the attempt's own secret address
    /// (<see cref="OpenRequest.WebhookUrl"/>).
    /// </summary>
    public bool IsUnsigned { get; init; }

    /// <summary>
    /// The gateway's documents disagree on whether webhooks are signed. A signature that is present must be valid; a webhook without one
    /// may pass as genuine only where the module asks the gateway before it counts, and only as what nothing proves
    /// (<see cref="WebhookVerdict.IsProven"/> is false).
    /// </summary>
    public bool MayBeUnsigned { get; init; }

    /// <summary>The member of the JSON body that holds the signature, where it is no header, such as <c>signature_key</c>.</summary>
    public string? SignatureMember { get; init; }

    /// <summary>
    /// The key that a genuine sender puts behind the account's common address (<see cref="WebhookRequest.PathKey"/>); one of the
    /// script's secrets. Where neither <see cref="Headers"/> nor <see cref="SignatureMember"/> sign, nothing protects the body.
    /// </summary>
    public string? PathKey { get; init; }
}
