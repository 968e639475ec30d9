namespace QrisPayments.Payments;

/// <summary>What a payment has besides when it is made through a facade.</summary>
/// <param name="Facade">The plugin's id.</param>
/// <param name="Reference">The client's own reference, unique within its app; null when the facade makes one afterwards.</param>
/// <param name="Method">The gateway's own name of the method.</param>
/// <param name="FeePercent">Percent of the amount that the payer carries on top.</param>
/// <param name="Codes">The unique codes that the gateway knows.</param>
internal sealed record FacadeSale(string Facade, string? Reference, string? Method, decimal FeePercent, (int Min, int Max)? Codes)
{
    /// <summary>Rupiah that the payer carries on top.</summary>
    public long FeeOf(long amount) => FacadeFee.Of(amount, FeePercent);
}
