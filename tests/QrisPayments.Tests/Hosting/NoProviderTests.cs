using Microsoft.Extensions.Logging.Testing;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Hosting;

/// <summary>F24: a host that cannot take a payment says so when it starts, and what to set.</summary>
public sealed class NoProviderTests(SqliteFile database) : ModuleTests(database), IClassFixture<SqliteFile>
{
    private async Task<string> LoggedAsync(params (string, string?)[] settings)
    {
        var log = new FakeLogCollector();
        Owned(await TestHost.StartAsync(Database, Clock, settings, builder => builder.LogTo(log)));
        return log.Text();
    }

    [Fact]
    public async Task F24_A_host_whose_plugins_have_no_settings_names_them_and_offers_a_sandbox_code()
    {
        var text = await LoggedAsync(("QrisPayments:Providers:static-qris:Qris", null), ("QrisPayments:Mode", "Live"));

        Assert.Contains("No payment can be made", text, StringComparison.Ordinal);
        Assert.Contains("QrisPayments:Providers:static-qris:", text, StringComparison.Ordinal);
        Assert.Contains("QrisPayments:Mode to Sandbox", text, StringComparison.Ordinal);
        var offered = text[text.IndexOf("0002010102", StringComparison.Ordinal)..].Split('\n')[0].Trim();
        Assert.DoesNotContain("No payment can be made", await LoggedAsync(("QrisPayments:Providers:static-qris:Qris", offered)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task F24_A_host_without_any_plugin_is_told_to_add_one()
    {
        var empty = Directory.CreateTempSubdirectory("qris-no-plugins-");
        try
        {
            var text = await LoggedAsync(("QrisPayments:Providers:static-qris:Qris", null),
                ("QrisPayments:Plugins:Paths:0", empty.FullName));

            Assert.Contains("no plugin was found", text, StringComparison.Ordinal);
        }
        finally
        {
            empty.Delete();
        }
    }
}
