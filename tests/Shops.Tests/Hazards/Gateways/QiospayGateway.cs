using System.Globalization;
using System.Text.Json.Nodes;
using QrisPayments.Gateways.Tests;

namespace QrisPayments.Shops.Tests.Hazards;

/// <summary>Qiospay (qiospay.txt): no payments at all, only a ledger of mutations and callbacks about money that came.</summary>
internal sealed class QiospayGateway() : FakeGateway("qiospay", "")
{
    public const string Key = "webhook-key-of-today";
    public const string PreviousKey = "webhook-key-of-yesterday";

    /// <summary>The NMID in its QRIS, which is not that of the shop's own code.</summary>
    public const string Nmid = "ID1099999999991";

    private readonly List<JsonNode> _rows = [];

    public override bool IsCreate(StubRequest request) => false;

    protected override IEnumerable<(string, string)> Settings(Uri address) =>
    [
        ("BaseUrl", address.AbsoluteUri + "api/"), ("MerchantCode", "CP0xx"), ("ApiKey", "137c9ddc5e055636ef79dxxx"), ("Qris", Qris.Build(nmid: Nmid)),
        ("WebhookKey", Key), ("PreviousWebhookKey", PreviousKey),
    ];

    /// <summary>Money comes, or goes.</summary>
    public void Move(long amount, DateTimeOffset at, string type = "CR", string? reference = null)
    {
        var page = JsonNode.Parse(Fixture.Read("qiospay/mutations.json"))!;
        var row = page["data"]![0]!.DeepClone();
        (row["date"], row["amount"], row["type"]) = (Wib(at), amount.ToString(CultureInfo.InvariantCulture), type);
        // Two equal rows differ in the balance after them (WIRE Q4).
        row["balance"] = (1_893_938 + _rows.Count).ToString(CultureInfo.InvariantCulture);
        if (reference is not null) (row["issuer_reff"], row["buyer_reff"]) = ($"ISS{reference}", $"BUY{reference}");
        lock (_rows) _rows.Insert(0, row);
    }

    protected override GatewayReply Answer(StubRequest request)
    {
        if (request.Target != "/api/mutasi/qris/CP0xx/137c9ddc5e055636ef79dxxx") return GatewayReply.Json("""{"status":"error","messages":"Invalid merchant code or API key"}""");
        return Json(Recorded("qiospay/mutations.json", page =>
        {
            lock (_rows) page["data"] = new JsonArray([.. _rows.Select(row => row.DeepClone())]);
        }));
    }

    /// <summary>The recorded callback about other money.</summary>
    public static string Callback(long amount, DateTimeOffset at, long refid = 295094156, Action<JsonNode>? change = null) =>
        Recorded("qiospay/callback.json", callback =>
    {
        var data = callback["data"]!;
        (data["amount"], data["refid"], data["nmid"]) = (amount, refid, Nmid);
        data["time"] = at.ToOffset(TimeSpan.FromHours(7)).ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture);
        change?.Invoke(data);
    }).ToJsonString();
}
