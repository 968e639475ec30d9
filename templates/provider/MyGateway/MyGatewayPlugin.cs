// Read before any code of the plugin runs. The id names settings, accounts and the plugin's folder: keep it.
[assembly: QrisPlugin(typeof(MyGateway.MyGatewayPlugin), "my-gateway", Name = "MyGateway", Website = "https://my-gateway.example")]

namespace MyGateway;

public sealed class MyGatewayPlugin : QrisPlugin
{
    public override void Configure(IPluginBuilder builder) =>
        builder.AddProvider<MyGatewaySettings>(context => new MyGatewayProvider(context));
}
