using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using QrisPayments.Simulation.Shop;

namespace QrisPayments.Simulation.Gateways;

/// <summary>The JSON of Midtrans: answers, and notifications with their signature.</summary>
internal static class MidtransWords
{
    public static JsonObject Of(MidtransTransaction transaction, string? status = null)
    {
        status ??= transaction.Status;
        var words = new JsonObject
        {
            ["status_code"] = status switch { "pending" => "201", "expire" => "202", _ => "200" },
            ["status_message"] = "Success, transaction is found",
            ["transaction_id"] = "sim-" + transaction.OrderId,
            ["order_id"] = transaction.OrderId,
            ["gross_amount"] = Money(transaction.Amount),
            ["currency"] = "IDR",
            ["payment_type"] = "qris",
            ["transaction_time"] = Time(transaction.End - TimeSpan.FromMinutes(2)),
            ["transaction_status"] = status,
            ["fraud_status"] = "accept",
            ["expiry_time"] = Time(transaction.End),
        };
        if (transaction.SettledAt is { } settled && status is not ("pending" or "expire" or "cancel"))
            words["settlement_time"] = Time(settled);
        if (status is "refund" or "partial_refund")
        {
            words["refund_amount"] = Money(transaction.Refunds.Sum(refund => refund.Amount));
            words["refunds"] = new JsonArray([.. transaction.Refunds.Select(Of)]);
        }
        return words;
    }

    /// <summary>The answer to a refund, which tells of this one alone.</summary>
    public static JsonObject Of(MidtransTransaction transaction, MidtransRefund refund)
    {
        var words = Of(transaction);
        words.Remove("refunds");
        foreach (var (name, value) in Of(refund)) words[name] = value?.DeepClone();
        return words;
    }

    public static JsonObject Said(string code, string message) => new() { ["status_code"] = code, ["status_message"] = message };

    /// <summary>A notification; a forged one is signed with another key.</summary>
    public static JsonObject Notification(MidtransTransaction transaction, string status, bool isForged = false)
    {
        var words = Of(transaction, status);
        var signed = $"{words["order_id"]}{words["status_code"]}{words["gross_amount"]}{(isForged ? "guessed" : ShopSettings.MidtransKey)}";
        words["signature_key"] = Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(signed)));
        return words;
    }

    private static JsonObject Of(MidtransRefund refund) => new()
    {
        ["refund_chargeback_id"] = refund.Id, ["refund_amount"] = Money(refund.Amount), ["refund_key"] = refund.Key,
        ["reason"] = "Simulated",
    };

    private static string Money(long rupiah) => rupiah.ToString(CultureInfo.InvariantCulture) + ".00";

    private static string Time(DateTimeOffset at) =>
        at.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
