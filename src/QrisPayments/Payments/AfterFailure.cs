using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>What comes after an attempt that was not opened: exactly one of the nested records.</summary>
internal abstract record AfterFailure
{
    private AfterFailure() { }

    /// <summary>The next account is to be asked.</summary>
    public sealed record Next(StartResult.Started Started) : AfterFailure;

    /// <summary>
    /// Nothing is to be kept: the next account has a full band, of which something may be given back (<see cref="UnshownTotals"/>).
    /// </summary>
    public sealed record Full(TotalBand Band) : AfterFailure;

    /// <summary>Nobody else is asked; the payment as it stands now.</summary>
    public sealed record Over(Payment Payment) : AfterFailure;
}
