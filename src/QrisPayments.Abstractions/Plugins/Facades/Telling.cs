namespace QrisPayments.Plugins;

/// <summary>A facade whose gateway tells its clients what became of a payment.</summary>
public interface ITellOfPayments
{
    /// <summary>
    /// The callback for this event, built again for every try so that its time stamp is current. Null when the gateway sends none for
    /// it. Does no I/O. It counts as delivered when the client answers 2xx.
    /// </summary>
    FacadeCallback? Tell(FacadeEvent happened);
}

/// <summary>
/// A facade whose gateway tells of money without saying which payment it is for. Each credit is reported once to every app whose
/// settings hold <c>Facades:{plugin}:CallbackUrl</c>.
/// </summary>
public interface ITellOfMoney
{
    /// <inheritdoc cref="ITellOfPayments.Tell"/>
    FacadeCallback? Tell(FacadeMoney money);
}

/// <summary>What happened to a payment that was made through the facade.</summary>
public sealed record FacadeEvent
{
    /// <summary>Unique, <c>evt_…</c>; the same at every try.</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="PaymentEventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When this try is sent, UTC.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The payment as it stands now.</summary>
    public required FacadePayment Payment { get; init; }

    /// <summary>The app that made the payment.</summary>
    public required FacadeAppInfo App { get; init; }

    /// <summary>
    /// The secret that signs the callback, as text: the app's <c>Facades:{plugin}:Secret</c>, else its <c>CallbackSecret</c>, or null.
    /// </summary>
    public string? Secret { get; init; }
}

/// <summary>Money to tell of.</summary>
public sealed record FacadeMoney
{
    /// <summary>The money.</summary>
    public required FacadeMutation Money { get; init; }

    /// <inheritdoc cref="FacadeEvent.SentAt"/>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The app that the callback goes to.</summary>
    public required FacadeAppInfo App { get; init; }

    /// <inheritdoc cref="FacadeEvent.Secret"/>
    public string? Secret { get; init; }
}

/// <summary>A callback in the gateway's own shape. The module sends it, and tries again until it is accepted.</summary>
public sealed record FacadeCallback
{
    /// <summary>The body.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body's type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Headers besides it, such as a signature.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// A secret that is appended to the address as its last segment when the callback is sent, and stored nowhere: some gateways
    /// authenticate their callbacks so. Null for none.
    /// </summary>
    public string? PathKey { get; init; }
}
