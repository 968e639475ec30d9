namespace QrisPayments.Plugins;

/// <summary>
/// What a client of a facade wants paid. The bounds are those of <see cref="NewPayment"/>, with one difference: the gateways' documents
/// give no bounds for what is only shown, and a sale must not fail because of it. So description, names of lines and the customer's name
/// are cut to their length, and an invalid e-mail address or phone number is left out.
/// </summary>
public sealed record FacadeCreate
{
    /// <summary>How the gateway's API names the payment.</summary>
    public required FacadeReference Reference { get; init; }

    /// <summary>Whole rupiah, as the client gave it: the app's fee and a unique code come on top.</summary>
    public required long Amount { get; init; }

    /// <summary>The client's own number for what is sold, 1–64 characters; the reference where it has none.</summary>
    public string? OrderId { get; init; }

    /// <summary>One line for the customer, up to 200 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Who pays.</summary>
    public Customer? Customer { get; init; }

    /// <summary>What is paid for, at most 100 lines.</summary>
    public IReadOnlyList<PaymentItem> Items { get; init; } = [];

    /// <summary>
    /// Where the callbacks go, in the gateway's shape; the app's own default (<c>Facades:{plugin}:CallbackUrl</c>, <c>CallbackUrl</c>) when
    /// null.
    /// </summary>
    public string? CallbackUrl { get; init; }

    /// <summary>Where checkout leads the customer back to, https.</summary>
    public string? RedirectUrl { get; init; }

    /// <summary>The facade's own notes, handed back unread: at most 20 keys of 1–40 characters, values up to 500.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    /// <summary>How long it may be paid, 60 s to 24 h; the shop's own expiry when null.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>
    /// The unique codes that this gateway adds; the shop's own range when null. Without effect where the provider adds no unique code.
    /// </summary>
    public UniqueCodeRange? Codes { get; init; }

    /// <summary>The gateway's own name of the method, 1–40 ASCII characters; lists and statistics go by it.</summary>
    public string? Method { get; init; }

    /// <summary>Only this provider of the shop (<see cref="FacadeMethod.Provider"/>).</summary>
    public string? WantedProvider { get; init; }

    /// <summary>Only this method of the shop (<see cref="FacadeMethod.Method"/>).</summary>
    public string? WantedMethod { get; init; }
}

/// <summary>A range of unique codes, both ends included.</summary>
public sealed record UniqueCodeRange
{
    /// <summary>The smallest code, whole rupiah, 0 or more.</summary>
    public required int Min { get; init; }

    /// <summary>The largest code, whole rupiah, at most 9,999.</summary>
    public required int Max { get; init; }
}

/// <summary>Where a payment's reference comes from: exactly one of the nested records. 1–64 characters.</summary>
public abstract record FacadeReference
{
    private FacadeReference() { }

    /// <summary>
    /// The client gave it: unique within the app. A create that comes to nothing releases it. Positional, since it wraps one value.
    /// </summary>
    /// <param name="Value">The reference.</param>
    public sealed record Given(string Value) : FacadeReference;

    /// <summary>The gateway makes it: unique over all apps. Positional, since it wraps one function.</summary>
    /// <param name="Make">
    /// Makes a reference for a payment that is open already (its unique code is known), and another one for each further try (0, 1, 2, … up
    /// to 100) while the one before was taken. Visible ASCII. An empty one cancels the payment, and the create ends as
    /// <see cref="FacadeResult.Unavailable"/>: for a payment that the gateway's clients could not show.
    /// </param>
    public sealed record Made(Func<Payment, int, string> Make) : FacadeReference;
}

/// <summary>How a create ended: exactly one of the nested records.</summary>
public abstract record FacadeResult
{
    private FacadeResult() { }

    /// <summary>
    /// The payment was made. Its total and QR are null while the gateway behind has not answered for certain
    /// (<see cref="Payment.TotalAmount"/>).
    /// </summary>
    public sealed record Created : FacadeResult
    {
        /// <summary>The payment was made.</summary>
        public Created(FacadePayment payment) => Payment = payment;

        /// <summary>The new payment.</summary>
        public FacadePayment Payment { get; init; }
    }

    /// <summary>The request was wrong; every fault is named by the fields of <see cref="NewPayment"/> in snake_case.</summary>
    public sealed record Invalid : FacadeResult
    {
        /// <summary>The request has these faults.</summary>
        public Invalid(IReadOnlyList<Fault> faults) => Faults = faults;

        /// <summary>All that is wrong with the request.</summary>
        public IReadOnlyList<Fault> Faults { get; init; }
    }

    /// <summary>The app has used this reference before (of two creates at once, one is made).</summary>
    public sealed record DuplicateReference : FacadeResult;

    /// <summary>Every unique total near this amount is held. Nothing was written.</summary>
    public sealed record Exhausted : FacadeResult
    {
        /// <summary>Every unique total near this amount is held.</summary>
        public Exhausted(TimeSpan retryAfter) => RetryAfter = retryAfter;

        /// <summary>How long until the first of these totals is free again.</summary>
        public TimeSpan RetryAfter { get; init; }
    }

    /// <summary>No provider is set up, or every provider declined.</summary>
    public sealed record Unavailable : FacadeResult
    {
        /// <summary>No provider can take the payment.</summary>
        public Unavailable(string reason) => Reason = reason;

        /// <summary>Why no provider can take it, for the client; holds nothing secret.</summary>
        public string Reason { get; init; }
    }
}
