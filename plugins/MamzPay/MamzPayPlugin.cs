using QrisPayments.Plugins;

[assembly: QrisPlugin(typeof(QrisPayments.MamzPay.MamzPayPlugin), "mamzpay", Name = "MamzPay",
    Description = "A dynamic QRIS with the gateway's unique code; payments are told by webhook.")]

namespace QrisPayments.MamzPay;

/// <summary>MamzPay as a provider, and its API for clients that were written for it.</summary>
public sealed class MamzPayPlugin : QrisPlugin
{
    /// <inheritdoc/>
    public override void Configure(IPluginBuilder builder) =>
        builder.AddProvider<MamzPaySettings>(context => new MamzPayProvider(context)).AddFacade(context => new MamzPayFacade(context));
}
