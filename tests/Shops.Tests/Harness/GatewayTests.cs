using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using QrisPayments.Apps;

namespace QrisPayments.Shops.Tests;

/// <summary>A shop with its own static QRIS that answers a gateway's API, and a client that was written for the gateway.</summary>
public abstract class GatewayTests(Database database, string plugin) : ModuleTests(database)
{
    private protected TestHost Host { get; private set; } = null!;

    /// <summary>Where the gateway's clients find it; ends with a slash.</summary>
    private protected Uri Address => new(Host.Root, $"/qris/gateways/{plugin}/");

    /// <summary>Who hears the callbacks of app toko.</summary>
    private protected GatewayStub Client { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Client = await GatewayStub.StartAsync();
        Client.Answer = static _ => GatewayReply.Json("""{"success":true}""");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Client.DisposeAsync();
    }

    /// <summary>Apps toko (number 7, reads the ledger) and warung beside the host's own; what a test says wins.</summary>
    private protected async Task<TestHost> StartGatewayAsync(params (string, string?)[] own) => Host = await StartAsync(Settings(own));

    /// <summary>The same with other services.</summary>
    private protected async Task<TestHost> StartGatewayAsync(Action<WebApplicationBuilder> configure) =>
        Host = Owned(await TestHost.StartAsync(Database, Clock, Settings([]), configure));

    private static (string, string?)[] Settings((string, string?)[] own) =>
    [
        ("QrisPayments:Apps:1:Code", "toko"), ("QrisPayments:Apps:1:Key", "toko-key"), ("QrisPayments:Apps:1:Number", "7"),
        ("QrisPayments:Apps:1:CallbackSecret", "whsec_Z2F0ZXdheS10ZXN0cy10b2tvLXdlYmhvb2tzLTIwMjY="),
        ("QrisPayments:Apps:1:Scopes:0", "payments"), ("QrisPayments:Apps:1:Scopes:1", "ledger:read"),
        ("QrisPayments:Apps:2:Code", "warung"), ("QrisPayments:Apps:2:Key", "warung-key"),
        ("QrisPayments:Outbox:FirstRetry", "00:00:00"), ("QrisPayments:Callbacks:AllowedPrivateHosts:0", "127.0.0.1"),
        .. own,
    ];

    /// <summary>One call below <see cref="Address"/>, with no header but the given ones.</summary>
    private protected Task<Answer> CallAsync(
        string method, string path, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address, path)) { Content = body };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return Anybody.SendAsync(request);
    }

    private protected static HttpContent Json(string text) =>
        new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    private protected static HttpContent Form(params (string Name, string Value)[] fields) =>
        new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    /// <summary>Sends no key.</summary>
    private protected ApiClient Anybody => field ??= Host.Client(null);

    /// <summary>Money arrives on the shop's own QRIS, as its bank would report it.</summary>
    private protected Task ArriveAsync(long total, string reference) => Host.Api.ReportAsync(reference, total, Clock.GetUtcNow());

    /// <summary>The callbacks that app toko's client has heard, once there are as many.</summary>
    private protected Task<IReadOnlyList<StubRequest>> HeardAsync(int count = 1) =>
        Wait.UntilAsync(() => Task.FromResult(Client.Requests), heard => heard.Count >= count, $"{count} callbacks were heard");
}
