using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;
using QrisPayments.Gateways.Tests;

namespace QrisPayments.Shops.Tests.Hazards;

/// <summary>
/// A gateway as its text describes it: keeps what was ordered, answers with recorded payloads, dies and comes back at the same port
/// with its books, and has the manners that a test gives it.
/// </summary>
internal abstract class FakeGateway(string id, string pending) : IAsyncDisposable
{
    private readonly List<StubRequest> _before = [];
    private readonly List<Order> _orders = [];
    private GatewayStub? _stub;
    private int _port;

    /// <summary>The plugin that speaks to it, and its account in the shop.</summary>
    public string Id => id;

    protected FakeClock Clock { get; private set; } = null!;

    /// <summary>What was ordered, in order.</summary>
    public IReadOnlyList<Order> Orders
    {
        get
        {
            lock (_orders) return [.. _orders];
        }
    }

    /// <summary>How it answers: gets the request and the answer that it should give, which also enters what was ordered.</summary>
    public Func<StubRequest, Func<GatewayReply>, GatewayReply> Manner { get; set; } = Well;

    public static GatewayReply Well(StubRequest request, Func<GatewayReply> answer) => answer();

    /// <summary>All that it was ever asked.</summary>
    public IReadOnlyList<StubRequest> Requests => [.. _before, .. _stub?.Requests ?? []];

    /// <summary>How often something was ordered, whatever became of it.</summary>
    public int Creates => Requests.Count(IsCreate);

    /// <summary>Everything but orders.</summary>
    public int Questions => Requests.Count(request => !IsCreate(request));

    public abstract bool IsCreate(StubRequest request);

    /// <summary>Settings below <c>QrisPayments:Providers:{id}</c>.</summary>
    protected abstract IEnumerable<(string Name, string Value)> Settings(Uri address);

    protected abstract GatewayReply Answer(StubRequest request);

    public async Task<(string, string?)[]> StartAsync(FakeClock clock)
    {
        Clock = clock;
        await ReviveAsync();
        return [.. Settings(_stub!.Address).Append(("AllowInsecureHttp", "true"))
            .Select(setting => ($"QrisPayments:Providers:{id}:{setting.Item1}", (string?)setting.Item2))];
    }

    /// <summary>Its process ends; whoever waits for an answer is cut off.</summary>
    public async Task DieAsync()
    {
        if (_stub is null) return;
        _before.AddRange(_stub.Requests);
        await _stub.DisposeAsync();
        _stub = null;
    }

    public async Task ReviveAsync()
    {
        _stub = await GatewayStub.StartAsync(_port);
        _port = _stub.Address.Port;
        _stub.Answer = request => Manner(request, () => Answer(request));
    }

    public async ValueTask DisposeAsync() => await DieAsync();

    protected Order Enter(Func<int, Order> order)
    {
        lock (_orders)
        {
            var made = order(_orders.Count + 1);
            made.Status = pending;
            _orders.Add(made);
            return made;
        }
    }

    protected Order? Find(string? reference) => Orders.FirstOrDefault(order => order.Reference == reference);

    /// <summary>A recorded payload with other values.</summary>
    protected static JsonNode Recorded(string path, Action<JsonNode> change)
    {
        var payload = JsonNode.Parse(Fixture.ReadWithoutRemarks(path))!;
        change(payload);
        return payload;
    }

    protected static GatewayReply Json(JsonNode body, int statusCode = 200) => GatewayReply.Json(body.ToJsonString(), statusCode);

    protected static JsonElement Body(StubRequest request) => JsonDocument.Parse(request.Body).RootElement;

    protected static string? Query(StubRequest request, string name) =>
        HttpUtility.ParseQueryString(new Uri("http://x" + request.Target).Query)[name];

    /// <summary>As gateways write times: of Jakarta, without saying so (WIRE G3).</summary>
    protected static string Wib(DateTimeOffset at) =>
        at.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    protected static string Qr(long total) => Qris.Build(method: "12", amount: total.ToString(CultureInfo.InvariantCulture));
}

/// <summary>A payment in a gateway's books.</summary>
internal sealed class Order
{
    /// <summary>The gateway's name for it.</summary>
    public required string Reference { get; init; }

    /// <summary>What the shop said with it: its own reference.</summary>
    public required string Ours { get; init; }

    public required long Amount { get; init; }

    public required long Total { get; init; }

    /// <summary>Where the shop wants to be told; path only, as it is seen from inside.</summary>
    public string Hook { get; init; } = "";

    /// <summary>In the gateway's own words.</summary>
    public string Status { get; set; } = "";

    public DateTimeOffset At { get; init; }

    public DateTimeOffset? PaidAt { get; set; }
}
