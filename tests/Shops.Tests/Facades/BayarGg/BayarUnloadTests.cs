using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Plugins;

namespace QrisPayments.Shops.Tests;

/// <summary>The facade goes with its plugin, also after it has worked.</summary>
public abstract class BayarUnloadTests(Database database) : BayarTests(database)
{
    [Fact]
    public async Task Switched_off_it_leaves_the_memory_and_its_address_says_so()
    {
        await StartGatewayAsync(("QrisPayments:Plugins:PollInterval", "00:00:00.100"));
        Host.App.Services.GetRequiredService<PluginUnloader>().Grace = TimeSpan.FromMilliseconds(200);
        await UseAsync();
        var context = Context();

        await Host.App.Services.GetRequiredService<PluginStore>().SaveAsync([new PluginRow("bayar-gg", Enabled: false, 0)], CancellationToken.None);

        await Wait.UntilAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Task.FromResult(context.IsAlive);
        }, alive => !alive, "the plugin has left the memory");
        (await GetAsync("api/get-statistics")).Is(HttpStatusCode.ServiceUnavailable);
        await Host.Api.CreateAsync();
    }

    /// <summary>Every shape that is read or written, both ways of refusing, and a callback.</summary>
    private async Task UseAsync()
    {
        var payment = await CreateAsync(more: $",\"callback_url\":\"{Client.Address}\",\"use_qris_converter\":true,\"file_id\":0");
        await CreateAsync(method: "gopay_qris", more: ",\"use_qris_converter\":1");
        await PayAsync(payment);
        await HeardAsync();
        await ListAsync("search=a");
        foreach (var path in new[] { "api/get-payment-methods", "api/get-account-status", "api/get-statistics", "api/qris-info?qris=" + Uri.EscapeDataString(Qris.Static) })
            (await GetAsync(path)).Is(HttpStatusCode.OK);
        (await PostAsync("api/qris-convert", $$"""{"qris":"{{Qris.Static}}","nominal":50000}""")).Is(HttpStatusCode.OK);
        Refused(await TryCreateAsync("{"), HttpStatusCode.BadRequest);
        Refused(await GetAsync("api/elsewhere"), HttpStatusCode.NotFound);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Context() =>
        new(Host.App.Services.GetRequiredService<PluginHost>().Current.Installed.Single(plugin => plugin.Id == "bayar-gg").Loaded!.Context);
}

[Collection(OnMariaDb.Name)]
public sealed class BayarUnloadOnMariaDb(MariaDb database) : BayarUnloadTests(database);

public sealed class BayarUnloadOnSqlite(SqliteFile database) : BayarUnloadTests(database), IClassFixture<SqliteFile>;
