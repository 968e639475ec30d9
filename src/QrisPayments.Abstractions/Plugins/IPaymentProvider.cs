namespace QrisPayments.Plugins;

/// <summary>A gateway as we are its client: opens attempts. One object per account; must be safe for concurrent use.</summary>
public interface IPaymentProvider
{
    /// <summary>What this provider can do and wants. Read often; keep it constant.</summary>
    ProviderTraits Traits { get; }

    /// <summary>
    /// Opens an attempt at the gateway. The attempt's row is already stored, so a webhook may overtake the answer, and an exception counts
    /// as <see cref="OpenResult.Unknown"/>. Where <see cref="ProviderTraits.OpensLocally"/>, it is stored afterwards, and an exception is a
    /// refusal.
    /// </summary>
    Task<OpenResult> OpenAsync(OpenRequest request, CancellationToken cancellationToken);
}
