using System.Net;
using System.Text.Json;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests;

/// <summary>A shop behind BAYAR GG's API, and app toko's client of it.</summary>
public abstract class BayarTests(Database database) : GatewayTests(database, "bayar-gg")
{
    private protected const string Secret = "whsec_Z2F0ZXdheS10ZXN0cy10b2tvLXdlYmhvb2tzLTIwMjY=";
    private protected static readonly (string, string) Toko = ("X-API-Key", "toko-key");
    private protected static readonly (string, string) Warung = ("X-API-Key", "warung-key");

    private protected Task<Answer> GetAsync(string path) => CallAsync("GET", path, null, Toko);

    private protected Task<Answer> PostAsync(string path, string json) => CallAsync("POST", path, Json(json), Toko);

    private protected Task<Answer> TryCreateAsync(string json) => PostAsync("api/create-payment.php", json);

    /// <summary>A payment, by what its create says beside amount and method.</summary>
    private protected async Task<JsonElement> CreateAsync(long amount = 50_000, string method = "qris", string more = "") =>
        Payment((await TryCreateAsync($$"""{"amount":{{amount}},"payment_method":"{{method}}"{{more}}}""")).Is(HttpStatusCode.OK));

    /// <summary>The payment in either shape.</summary>
    private protected static JsonElement Payment(Answer answer) =>
        answer.Json.TryGetProperty("data", out var data) ? data : answer["payment"];

    private protected async Task<Answer> CheckAsync(string invoice) =>
        (await GetAsync("api/check-payment.php?invoice=" + invoice)).Is(HttpStatusCode.OK);

    private protected async Task<IReadOnlyList<string>> ListAsync(string query) =>
        [.. (await GetAsync("api/list-payments.php?" + query)).Is(HttpStatusCode.OK).Data.Select(row => Text(row, "invoice_id"))];

    /// <summary>Money for it arrives.</summary>
    private protected async Task PayAsync(JsonElement payment, string? reference = null)
    {
        var invoice = Text(payment, "invoice_id");
        await ArriveAsync(Number(payment, "final_amount"), reference ?? "TRX-" + invoice);
        await Wait.UntilAsync(() => CheckAsync(invoice), check => check.Text("status") == "paid", $"{invoice} is paid");
    }

    /// <summary>Our own id of a payment, from where its page leads.</summary>
    private protected async Task<string> IdOfAsync(JsonElement payment) =>
        (await CallAsync("GET", "pay?invoice=" + Text(payment, "invoice_id")))
            .Is(HttpStatusCode.Found).Response.Headers.Location!.ToString().Split('/')[^1];

    private protected static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private protected static long Number(JsonElement json, string name) => json.GetProperty(name).GetInt64();

    /// <summary>The members in their order with their types: <c>success:bool data:{invoice_id:string …}</c>.</summary>
    private protected static string Shape(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object =>
            "{" + string.Join(' ', json.EnumerateObject().Select(member => $"{member.Name}:{Shape(member.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(' ', json.EnumerateArray().Select(Shape).Distinct()) + "]",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "bool",
        _ => "null",
    };

    /// <summary>An answer that says no in the gateway's shape, about the thing named.</summary>
    private protected static Answer Refused(Answer answer, HttpStatusCode status, string about = "")
    {
        answer.Is(status);
        Assert.Equal("{success:bool error:string}", Shape(answer.Json));
        Assert.False(answer["success"].GetBoolean());
        Assert.Equal("application/json", answer.ContentType);
        Assert.Contains(about, answer.Text("error"), StringComparison.Ordinal);
        return answer;
    }
}
