using QrisPayments.Codec;
using QrisPayments.Plugins;

namespace QrisPayments.StaticQris;

/// <summary>Puts the unique total into the merchant's own code. Nobody is called; the money is heard of by other ways.</summary>
internal sealed class StaticQrisProvider(StaticQrisSettings settings) : IPaymentProvider
{
    private readonly string _qris = settings.Qris.Trim();

    public ProviderTraits Traits { get; } = new() { NeedsUniqueAmount = true, OpensLocally = true };

    public Task<OpenResult> OpenAsync(OpenRequest request, CancellationToken cancellationToken) => Task.FromResult(Open(request.TotalAmount));

    private OpenResult Open(long total)
    {
        if (!settings.PutAmountIntoQr)
            return new OpenResult.Opened { TotalAmount = total, QrPayload = _qris, PayerTypesAmount = true };
        return QrisConverter.Convert(_qris, new QrisConvertRequest { Amount = total }) switch
        {
            QrisConversion.Converted converted => new OpenResult.Opened { TotalAmount = total, QrPayload = converted.Payload },
            QrisConversion.Refused refused => new OpenResult.Rejected("qris_refused", refused.Findings[0].Message),
            _ => throw new InvalidOperationException(),
        };
    }
}
