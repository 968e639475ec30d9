namespace QrisPayments.Plugins;

/// <summary>How opening ended: exactly one of the nested records.</summary>
public abstract record OpenResult
{
    private OpenResult() { }

    /// <summary>The customer can pay, by QR, by redirect or by instructions.</summary>
    public sealed record Opened : OpenResult
    {
        /// <summary>The gateway's own reference, if it has one.</summary>
        public string? ProviderRef { get; init; }

        /// <summary>
        /// What the customer has to pay in all, whole rupiah. With a unique amount of ours it must be the requested total.
        /// </summary>
        public required long TotalAmount { get; init; }

        /// <summary>The QRIS payload. It is checked before it is shown; a wrong one turns this result into a rejection.</summary>
        public string? QrPayload { get; init; }

        /// <summary>The payload carries no amount on purpose: the payer types the total.</summary>
        public bool PayerTypesAmount { get; init; }

        /// <summary>Where to send the customer, https.</summary>
        public Uri? RedirectUrl { get; init; }

        /// <summary>What the customer has to do, in words.</summary>
        public string? Instructions { get; init; }

        /// <summary>Until when the gateway takes the money, UTC, when it says so.</summary>
        public DateTimeOffset? ExpiresAt { get; init; }
    }

    /// <summary>The gateway rejected it for certain: nothing was opened there.</summary>
    public sealed record Rejected : OpenResult
    {
        /// <summary>The gateway rejected it.</summary>
        public Rejected(string code, string message) => (Code, Message) = (code, message);

        /// <summary>Stable, for programs.</summary>
        public string Code { get; init; }

        /// <summary>Why, for the operator; no secrets.</summary>
        public string Message { get; init; }
    }

    /// <summary>
    /// It is not known whether the gateway opened it (timeout after sending, broken answer). It is never sent again
    /// automatically, since the customer could then pay twice.
    /// </summary>
    public sealed record Unknown : OpenResult
    {
        /// <summary>It is not known whether the gateway opened it.</summary>
        public Unknown(string message) => Message = message;

        /// <summary>What went wrong, for the operator; no secrets.</summary>
        public string Message { get; init; }
    }
}
