using QrisPayments.Plugins;

[assembly: QrisPlugin(typeof(QrisPayments.PayDigital.PayDigitalPlugin), "paydigital", Name = "PayDigital",
    Description = "A dynamic QRIS with the gateway's unique code; payments are found by asking.", Website = "https://paydigital.biz.id")]

namespace QrisPayments.PayDigital;

/// <summary>PayDigital as a provider, and its API for clients that were written for it.</summary>
public sealed class PayDigitalPlugin : QrisPlugin
{
    /// <inheritdoc/>
    public override void Configure(IPluginBuilder builder) =>
        builder.AddProvider<PayDigitalSettings>(context => new PayDigitalProvider(context)).AddFacade(_ => new PayDigitalFacade());
}
