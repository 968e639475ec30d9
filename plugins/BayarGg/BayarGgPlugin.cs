using QrisPayments.Plugins;

[assembly: QrisPlugin(typeof(QrisPayments.BayarGg.BayarGgPlugin), "bayar-gg", Name = "BAYAR GG",
    Description = "QRIS, BRI and GoPay merchant QRIS, and OVO through BAYAR GG.", Website = "https://www.bayar.gg")]

namespace QrisPayments.BayarGg;

/// <summary>BAYAR GG as we are its client, and as its clients find it in us.</summary>
public sealed class BayarGgPlugin : QrisPlugin
{
    /// <inheritdoc/>
    public override void Configure(IPluginBuilder builder) =>
        builder.AddProvider<BayarGgSettings>(context => new BayarGgProvider(context)).AddFacade(context => new BayarGgFacade(context));
}
