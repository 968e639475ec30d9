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

        /// <summary>What the customer has to pay in all, whole rupiah. With a unique amount of ours it must be the requested total.</summary>
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

    /// <summary>The gateway said no, for certain: nothing was opened there.</summary>
    /// <param name="Code">Stable, for programs.</param>
    /// <param name="Message">For the operator.</param>
    public sealed record Rejected(string Code, string Message) : OpenResult;

    /// <summary>Nobody knows whether the gateway opened it (timeout after sending, broken answer). Never opened again by itself.</summary>
    /// <param name="Message">For the operator.</param>
    public sealed record Unknown(string Message) : OpenResult;
}
