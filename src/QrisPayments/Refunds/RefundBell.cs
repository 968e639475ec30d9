using QrisPayments.Foundation;

namespace QrisPayments.Refunds;

/// <summary>Rings when a gateway is to be asked for a refund.</summary>
internal sealed class RefundBell
{
    private readonly Bell _bell = new();

    public void Ring() => _bell.Ring();

    public Task WaitAsync(TimeSpan pause, CancellationToken cancellationToken) => _bell.WaitAsync(pause, cancellationToken);
}
