using QrisPayments.Plugins;

[assembly: QrisPlugin(typeof(QrisPayments.StaticQris.StaticQrisPlugin), "static-qris", Name = "Static QRIS")]

namespace QrisPayments.StaticQris;

/// <summary>The provider that needs no gateway; its money is reported through <c>POST /api/v1/credits</c> or by hand.</summary>
public sealed class StaticQrisPlugin : QrisPlugin
{
    /// <inheritdoc/>
    public override void Configure(IPluginBuilder builder) =>
        builder.AddProvider<StaticQrisSettings>(context => new StaticQrisProvider(context.Settings));
}
