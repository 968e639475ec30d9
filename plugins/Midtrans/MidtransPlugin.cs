using QrisPayments.Plugins;

[assembly: QrisPlugin(typeof(QrisPayments.Midtrans.MidtransPlugin), "midtrans", Name = "Midtrans",
    Description = "Midtrans directly: QRIS on your own checkout (Core API), or Midtrans's payment page (Snap).",
    Website = "https://midtrans.com", Documentation = "https://docs.midtrans.com")]

namespace QrisPayments.Midtrans;

/// <summary>Midtrans as we are its client, by one of its two ways.</summary>
public sealed class MidtransPlugin : QrisPlugin
{
    /// <inheritdoc/>
    public override void Configure(IPluginBuilder builder) => builder.AddProvider<MidtransSettings>(context =>
        context.Settings.Mode == MidtransMode.Snap ? new SnapProvider(context) : new CoreQrisProvider(context));
}
