using QrisPayments.Plugins;

[assembly: QrisPlugin(typeof(QrisPayments.MidtransMiddleware.MidtransMiddlewarePlugin), "midtrans-middleware", Name = "Midtrans middleware",
    Description = "A self-hosted gateway in front of Midtrans Snap: the customer pays on Midtrans's page.")]

namespace QrisPayments.MidtransMiddleware;

/// <summary>
/// The middleware as we are its client; and its API as we answer it. It sends no webhooks, so its payments are found by asking.
/// </summary>
public sealed class MidtransMiddlewarePlugin : QrisPlugin
{
    /// <inheritdoc/>
    public override void Configure(IPluginBuilder builder)
    {
        builder.AddProvider<MidtransMiddlewareSettings>(context => new MidtransMiddlewareProvider(context));
        builder.AddFacade(_ => new MidtransMiddlewareFacade());
    }
}
