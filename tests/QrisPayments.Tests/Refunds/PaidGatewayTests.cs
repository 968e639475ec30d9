using System.Net;
using QrisPayments.Tests.Gateways;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Refunds;

/// <summary>A host whose gateway gives money back, with one payment that is paid.</summary>
public abstract class PaidGatewayTests(Database database) : GatewayTests(database)
{
    private protected static readonly string[] Refunds = [.. AsksAndHears, "IRefund"];

    private protected TestHost Host { get; set; } = null!;

    private protected string Id { get; set; } = "";

    private protected string Reference { get; set; } = "";

    private int _told;

    private protected async Task PaidAsync(params string[] capabilities)
    {
        Host = await StartAsync(capabilities.Length == 0 ? Refunds : capabilities);
        (var payment, Reference) = await PayableAsync(Host);
        Id = payment.Text("id")!;
        _gateway.Status = _ => $"paid 50000 {Now}";
        // Those who can be asked only are asked by themselves; of the others, those who cannot be asked are believed.
        if (!capabilities.Contains("IReceiveWebhooks") && capabilities.Length > 0) Clock.Advance(TimeSpan.FromSeconds(6));
        else await TellAsync(Host, $"{Reference}|paid 50000 {Now}");
        await Host.Api.WaitForStatusAsync(Id, "paid");
        var paid = $"paid 50000 {Now}";
        _gateway.Status = _ => paid;
    }

    /// <summary>The gateway says something about the paid payment, and is heard.</summary>
    private protected async Task SaysAsync(string status)
    {
        _gateway.Status = _ => status;
        await HearAsync();
    }

    /// <summary>The gateway sends a webhook, and is asked.</summary>
    private protected async Task HearAsync()
    {
        await TellAsync();
        await Wait.UntilAsync(
            () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_webhooks WHERE state IN ('received', 'verified')"),
            open => open == 0, "the webhook is applied");
    }

    // A webhook is a hint, and the same bytes once more are the same webhook.
    private Task TellAsync() => TellAsync(Host, $"{Reference}|news {++_told}");

    private protected async Task<Answer> RefundAsync(long? amount = null) =>
        (await Host.Api.RefundAsync(Id, amount)).Is(HttpStatusCode.Created);

    private protected Task<string> StateAsync(string state) => Wait.UntilAsync(
        async () => await Database.ScalarAsync<string>("SELECT state FROM qris_refunds ORDER BY created_at LIMIT 1") ?? "",
        seen => seen == state, $"the refund is {state}");

    private protected async Task<long> RefundedAsync() => (await Host.Api.PaymentAsync(Id)).Number("refunded_amount");

    private protected Task<long> CasesAsync(string kind) =>
        Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews WHERE kind = @kind AND state = 'open'", new { kind });

    private protected Task<long> CountAsync(string type) =>
        Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_events WHERE type = @type", new { type });
}
