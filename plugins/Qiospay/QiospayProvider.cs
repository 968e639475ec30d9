using QrisPayments.Codec;
using QrisPayments.Plugins;

namespace QrisPayments.Qiospay;

/// <summary>
/// The merchant's own QRIS with a unique total; the money is read from the mutation ledger. The webhook names no payment of
/// ours and is signed by nothing, so it only makes the ledger be read at once, unless the merchant decides otherwise (WIRE Q1, Q3).
/// </summary>
internal sealed class QiospayProvider(ProviderContext<QiospaySettings> context) : IPaymentProvider, IReadLedger, IReceiveWebhooks
{
    private readonly QiospaySettings _settings = context.Settings;
    private readonly MutationLedger _ledger = new(context.Settings, context.Http, context.Logger);
    private readonly WebhookCheck _webhooks = new(context.Settings);

    public ProviderTraits Traits { get; } = new()
    {
        NeedsUniqueAmount = true, OpensLocally = true, WebhooksAreEvidence = context.Settings.TrustWebhooks,
        Nmid = context.Settings.TrueNmid,
    };

    public Task<OpenResult> OpenAsync(OpenRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(PrintedQris.Open(_settings.Qris, request.TotalAmount, _settings.PutAmountIntoQr));

    public Task<LedgerResult> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken) => _ledger.ReadAsync(cancellationToken);

    public WebhookVerdict Read(WebhookRequest request) => _webhooks.Verify(request);
}
