namespace QrisPayments.Plugins;

/// <summary>
/// What a client of a facade wants paid. The bounds are those of <see cref="NewPayment"/>, with one difference: the gateways' texts
/// name none for what is only shown, and a sale must not fail at it. So description, names of lines and the customer's name are cut to
/// their length, and an e-mail or phone number that cannot be one is left out.
/// </summary>
public sealed record FacadeCreate
{
    /// <summary>How the gateway's API names the payment.</summary>
    public required FacadeReference Reference { get; init; }

    /// <summary>Whole rupiah, as the client said it: the app's fee and a unique code come on top.</summary>
    public required long Amount { get; init; }

    /// <summary>The client's own number for what is sold, 1–64 characters; the reference where it has none.</summary>
    public string? OrderId { get; init; }

    /// <summary>One line for the customer, up to 200 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Who pays.</summary>
    public Customer? Customer { get; init; }

    /// <summary>What is paid for, at most 100 lines.</summary>
    public IReadOnlyList<PaymentItem> Items { get; init; } = [];

    /// <summary>Who is told, in the gateway's shape; the app's own default (<c>Facades:{plugin}:CallbackUrl</c>, <c>CallbackUrl</c>) when null.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>Where checkout leads the customer back to, https.</summary>
    public string? RedirectUrl { get; init; }

    /// <summary>The facade's own notes, handed back unread: at most 20 keys of 1–40 characters, values up to 500.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    /// <summary>How long it may be paid, 60 s to 24 h; the shop's own expiry when null.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>The unique codes that this gateway knows (MamzPay: 1–99); the shop's own range when null. Of no meaning where a provider adds none.</summary>
    public (int Min, int Max)? Codes { get; init; }

    /// <summary>The gateway's own name of the method, 1–40 ASCII characters; lists and statistics go by it.</summary>
    public string? Method { get; init; }

    /// <summary>Only this provider of the shop (<see cref="FacadeMethod.Provider"/>).</summary>
    public string? WantedProvider { get; init; }

    /// <summary>Only this method of the shop (<see cref="FacadeMethod.Method"/>).</summary>
    public string? WantedMethod { get; init; }
}

/// <summary>Where a payment's reference comes from: exactly one of the nested records. 1–64 characters.</summary>
public abstract record FacadeReference
{
    private FacadeReference() { }

    /// <summary>The client gave it: unique within the app. A create that comes to nothing gives it back.</summary>
    public sealed record Given(string Value) : FacadeReference;

    /// <summary>The gateway makes it: unique over all apps.</summary>
    /// <param name="Make">
    /// Makes one for a payment that is open already (its unique code is known), and another one for each further try: 0, 1, 2, … up to
    /// 100 while the one before was taken. Visible ASCII. An empty one calls the payment off, and the create ends as
    /// <see cref="FacadeResult.Unavailable"/>: for a payment that the gateway's clients could not show.
    /// </param>
    public sealed record Made(Func<Payment, int, string> Make) : FacadeReference;
}

/// <summary>How a create ended: exactly one of the nested records.</summary>
public abstract record FacadeResult
{
    private FacadeResult() { }

    /// <summary>
    /// It stands. Total and QR are null where the gateway behind has not answered for certain (<see cref="Payment.TotalAmount"/>).
    /// </summary>
    public sealed record Created(FacadePayment Payment) : FacadeResult;

    /// <summary>The request was wrong; every fault is named by the fields of <see cref="NewPayment"/> in snake_case.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : FacadeResult;

    /// <summary>The app has used this reference before (also two creates at once: one is made).</summary>
    public sealed record DuplicateReference : FacadeResult;

    /// <summary>Every unique total near this amount is held. Nothing was written.</summary>
    public sealed record Exhausted(TimeSpan RetryAfter) : FacadeResult;

    /// <summary>No provider is set up, or every one declined.</summary>
    /// <param name="Reason">For the client; holds nothing secret.</param>
    public sealed record Unavailable(string Reason) : FacadeResult;
}
