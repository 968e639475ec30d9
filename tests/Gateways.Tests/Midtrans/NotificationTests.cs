using QrisPayments.Midtrans;
using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.Midtrans;

public sealed class NotificationTests
{
    private static async Task<WebhookVerdict> ReadAsync(string body, Action<MidtransSettings>? change = null)
    {
        await using var bench = await Direct.StartAsync(change: change);
        return ((IReceiveWebhooks)bench.Provider).Read(Requests.Webhook(body));
    }

    [Fact]
    public async Task A_signed_notification_is_genuine_and_names_our_attempt()
    {
        var genuine = Assert.IsType<WebhookVerdict.Genuine>(await ReadAsync(Direct.Notification()));
        Assert.Equal((Requests.AttemptId, Requests.AttemptId, 200), (genuine.AttemptId, genuine.ProviderRef, genuine.Reply.StatusCode));
        Assert.Equal(Direct.Amount, Assert.IsType<StatusResult.Paid>(genuine.Status).Amount);
    }

    [Theory]
    [InlineData("789000.00", "789000.01")]
    [InlineData("789000.00", "789000")]
    [InlineData("\"status_code\":\"200\"", "\"status_code\":\"201\"")]
    [InlineData("att_0123456789abcdefghijklmnop", "att_another")]
    public async Task A_notification_that_was_changed_after_signing_is_forged(string old, string @new)
    {
        var forged = Assert.IsType<WebhookVerdict.Forged>(
            await ReadAsync(Direct.Notification().Replace(old, @new, StringComparison.Ordinal)));
        Assert.Equal(401, forged.Reply.StatusCode);
        Assert.DoesNotContain(Direct.ServerKey, forged.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_key_or_another_merchant_is_forged()
    {
        Assert.IsType<WebhookVerdict.Forged>(await ReadAsync(Direct.Notification(), settings => settings.ServerKey = "another-fake-key"));
        Assert.IsType<WebhookVerdict.Forged>(await ReadAsync(Direct.Notification(("G000000000", "G000000001"))));
    }

    [Fact]
    public async Task The_word_for_the_status_is_not_signed_so_midtrans_must_be_asked()
    {
        await using var bench = await Direct.StartAsync();
        // An old signature under a new word is genuine as far as anybody can tell.
        Assert.IsType<WebhookVerdict.Genuine>(((IReceiveWebhooks)bench.Provider)
            .Read(Requests.Webhook(Direct.Notification().Replace("\"settlement\"", "\"refund\"", StringComparison.Ordinal))));
        Assert.True(bench.Provider is IQueryStatus);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"order_id":"att_1"}""")]
    [InlineData("""{"order_id":"att_1","order_id":"att_2","status_code":"200","gross_amount":"1.00","signature_key":"x"}""")]
    public async Task What_is_no_notification_is_malformed(string body) =>
        Assert.Equal(400, Assert.IsType<WebhookVerdict.Malformed>(await ReadAsync(body)).Reply.StatusCode);

    [Fact]
    public async Task W5_a_denied_try_ends_nothing()
    {
        var genuine = Assert.IsType<WebhookVerdict.Genuine>(
            await ReadAsync(Direct.Notification(("\"settlement\"", "\"deny\""), ("\"status_code\":\"200\"", "\"status_code\":\"202\""))));
        Assert.IsType<StatusResult.Pending>(genuine.Status);
    }
}
