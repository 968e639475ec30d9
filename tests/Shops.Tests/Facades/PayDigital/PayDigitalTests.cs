using System.Globalization;
using System.Net;
using System.Text.Json;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Facades.PayDigital;

/// <summary>A client that was written for PayDigital.</summary>
public abstract class PayDigitalTests(Database database) : GatewayTests(database, "paydigital")
{
    private protected const string Create = "api/create_payment.php";
    private protected const string State = "api/payment.php";

    private protected static (string, string) Bearer(string key = "toko-key") => ("Authorization", "Bearer " + key);

    /// <summary>As the text's samples have it: a form, and the key in a header.</summary>
    private protected Task<Answer> CreateAsync(long amount = 10_000, params (string Name, string Value)[] more) => CallAsync("POST", Create,
        Form([("store_id", "7"), ("amount", amount.ToString(CultureInfo.InvariantCulture)), ("description", "Pembelian Produk A"),
            ("customer_name", "John Doe"), .. more]), Bearer());

    private protected Task<Answer> StateAsync(JsonElement invoice) =>
        CallAsync("GET", $"{State}?invoice={invoice.GetProperty("invoice")}", null, Bearer());

    private protected Task<Answer> WaitForAsync(JsonElement invoice, string status) =>
        Wait.UntilAsync(() => StateAsync(invoice), answer => Data(answer).GetProperty("status").GetString() == status,
            $"the invoice is {status}");

    private protected async Task<string> IdAsync() => (await Database.ScalarAsync<string>("SELECT id FROM qris_payments"))!;

    /// <summary>The member data of a success.</summary>
    private protected static JsonElement Data(Answer answer)
    {
        Assert.Equal("success", answer.Is(HttpStatusCode.OK).Text("status"));
        Assert.Equal(["status", "data"], answer.Json.EnumerateObject().Select(member => member.Name));
        return answer["data"];
    }

    /// <summary>The one shape of everything that is refused.</summary>
    private protected static void IsRefused(Answer answer, HttpStatusCode status, string says)
    {
        answer.Is(status);
        Assert.Equal("application/json", answer.ContentType);
        Assert.Equal(["status", "message"], answer.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("error", answer.Text("status"));
        Assert.Contains(says, answer.Text("message"), StringComparison.Ordinal);
    }
}
