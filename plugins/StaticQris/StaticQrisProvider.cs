using QrisPayments.Plugins;

namespace QrisPayments.StaticQris;

/// <summary>Puts the unique total into the merchant's own code. Nobody is called; the money is heard of by other ways.</summary>
internal sealed class StaticQrisProvider(StaticQrisSettings settings) : IPaymentProvider
{
    public ProviderTraits Traits { get; } = new() { NeedsUniqueAmount = true, OpensLocally = true, Nmid = PrintedQris.Nmid(settings.Qris) };

    public Task<OpenResult> OpenAsync(OpenRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(PrintedQris.Open(settings.Qris, request.TotalAmount, settings.PutAmountIntoQr));
}
