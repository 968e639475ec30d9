namespace QrisPayments.Payments;

/// <summary>What comes after an attempt that was not opened: exactly one of the nested records.</summary>
internal abstract record AfterFailure
{
    private AfterFailure() { }

    /// <summary>The next account is to be asked.</summary>
    public sealed record Next(StartResult.Started Started) : AfterFailure;

    /// <summary>Nobody else is asked; the payment as it stands now.</summary>
    public sealed record Over(Payment Payment) : AfterFailure;
}
