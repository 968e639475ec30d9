using QrisPayments.Plugins.Providers;

namespace QrisPayments.Payments;

/// <summary>How opening an attempt before it is stored ended: exactly one of the nested records.</summary>
internal abstract record LocalOpened
{
    private LocalOpened() { }

    public sealed record Made(LocalAttempt Attempt) : LocalOpened;

    /// <summary>The attempt is to be stored first.</summary>
    /// <param name="Answer">What the provider said, which is then to be recorded; null when it is to be asked.</param>
    public sealed record StoreFirst(OpenAnswer? Answer) : LocalOpened;
}
