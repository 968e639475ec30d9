using QrisPayments.Plugins;

namespace QrisPayments.Testing.Tests;

/// <summary>The gateway that is none: nobody is called, and the suite asks only what applies.</summary>
public sealed class StaticQrisConformance : GatewayConformance
{
    protected override string PluginId => "static-qris";

    protected override GatewayScript Script { get; } = new() { Settings = new Dictionary<string, string> { ["Qris"] = TestQris.Printed } };
}
