using System.Net;
using System.Text.Json;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Facades.MamzPay;

/// <summary>A client that was written for MamzPay.</summary>
public abstract class MamzPayTests(Database database) : GatewayTests(database, "mamzpay")
{
    private protected const string Create = "api/payment/create";

    private protected string CallbackUrl => new Uri(Client.Address, "hook").AbsoluteUri;

    /// <summary>As the text's sample has it.</summary>
    private protected Task<Answer> CreateAsync(long amount = 50_000, string key = "toko-key", string? refId = "INV-001") =>
        CallAsync("POST", Create,
        Json(JsonSerializer.Serialize(
            new Dictionary<string, object?>
            {
                ["api_key"] = key, ["amount"] = amount, ["callback_url"] = CallbackUrl, ["ref_id"] = refId
            })));

    /// <summary>The member data of an answer with status true.</summary>
    private protected static JsonElement Data(Answer answer)
    {
        Assert.Equal(JsonValueKind.True, answer.Is(HttpStatusCode.OK)["status"].ValueKind);
        return answer["data"];
    }

    /// <summary>The one shape of everything that is refused.</summary>
    private protected static void IsRefused(Answer answer, HttpStatusCode status, string says)
    {
        answer.Is(status);
        Assert.Equal("application/json", answer.ContentType);
        Assert.Equal(["status", "message"], answer.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(JsonValueKind.False, answer["status"].ValueKind);
        Assert.Contains(says, answer.Text("message"), StringComparison.Ordinal);
    }
}
