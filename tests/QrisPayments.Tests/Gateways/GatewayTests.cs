using System.Net;
using System.Text;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Gateways;

/// <summary>A host with the stub gateway behind it.</summary>
public abstract class GatewayTests(Database database) : ModuleTests(database)
{
    private protected static readonly string[] AsksAndHears = ["IQueryStatus", "IReceiveWebhooks"];

    private readonly DirectoryInfo _plugins = Directory.CreateTempSubdirectory("qris-hearing-");
    private protected StubGateway _gateway = null!;

    /// <summary>Where plugins for stub gateways are written.</summary>
    private protected string PluginFolder => _plugins.FullName;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _gateway = await StubGateway.StartAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _gateway.DisposeAsync();
        _plugins.Delete(recursive: true);
    }

    private protected Task<TestHost> StartAsync(string[] capabilities, string traits = "", params (string, string?)[] more) =>
        StartAsync([.. _gateway.Settings(_plugins.FullName, "stub", capabilities, traits), .. more]);

    /// <summary>Sends the host a webhook, and again while it has no time for it (503), as gateways do, at most so many times.</summary>
    private protected static async Task<Answer> TellAsync(
        TestHost host, string body, string? key = StubGateway.Key, string path = "/webhooks/stub", int times = 6)
    {
        for (var left = times - 1; ; left--)
        {
            var request = new HttpRequestMessage(HttpMethod.Post,
                "/qris" + path) { Content = new StringContent(body, Encoding.UTF8, "text/plain") };
            request.Headers.Host = "shop.example";
            if (key is not null) request.Headers.Add("X-Key", key);
            var answer = await host.Api.SendAsync(request);
            if (answer.Status != HttpStatusCode.ServiceUnavailable || left == 0) return answer;
            await Task.Delay(200);
        }
    }

    /// <summary>
    /// Moves the clock on, slowly: on a machine that has other work, time must not run away from what has become due.
    /// </summary>
    private protected async Task MoveOnAsync(TimeSpan step)
    {
        Clock.Advance(step);
        await Task.Delay(100);
    }

    /// <summary>A payment whose gateway reference is known: the stub names it after our attempt.</summary>
    private protected async Task<(Answer Payment, string Ref)> PayableAsync(TestHost host)
    {
        var payment = await host.Api.CreateAsync(change: body => body["provider"] = "stub");
        var reference = await Database.ScalarAsync<string>("SELECT provider_ref FROM qris_attempts WHERE payment_id = @id",
            new { id = payment.Text("id") });
        return (payment, reference!);
    }

    /// <summary>
    /// The gateway was asked so often, and the flight has landed: from here on the clock may move. What is due next is reckoned only
    /// then, and by a clock that had moved before it would lie out of reach.
    /// </summary>
    private protected Task AskedAsync(long times) => Wait.UntilAsync(
        () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_flights f JOIN qris_attempts a ON a.account = f.account WHERE f.kind "
            + "= 'status' AND f.lease IS NULL AND a.polls >= @times", new { times }),
        landed => landed == 1, $"it was asked {times} times");

    private protected string Now => StubGateway.Time(Clock.GetUtcNow());
}
