using System.Net;
using QrisPayments.Gateways;

namespace QrisPayments.Tests.Gateways;

/// <summary>A flood from one address leaves room for the gateway's own webhooks, and many floods find an end.</summary>
public sealed class WebhookLimitTests
{
    [Theory]
    [InlineData("203.0.113.5", "203.0.113.6")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1")]
    public void Who_floods_keeps_out_only_himself(string flooding, string gateway)
    {
        using var limits = new WebhookLimits();
        Assert.Contains(false, Enumerable.Range(0, 2_000).Select(_ => limits.Take("qiospay", IPAddress.Parse(flooding))));
        Assert.True(limits.Take("qiospay", IPAddress.Parse(gateway)));
        Assert.True(limits.Take("mamzpay", IPAddress.Parse(flooding)));
    }

    [Fact]
    public void A_network_is_one_sender_and_many_senders_find_an_end()
    {
        using var limits = new WebhookLimits();
        Assert.Contains(false, Enumerable.Range(0, 2_000).Select(i => limits.Take("qiospay", IPAddress.Parse($"2001:db8:1:2::{i:x}"))));
        Assert.Contains(false,
            Enumerable.Range(0, 200).Select(i => limits.Take("qiospay", IPAddress.Parse($"198.51.100.{i}"), 1_000_000)).Concat(
            Enumerable.Range(0, 20_000).Select(i => limits.Take("qiospay", new IPAddress([10, 0, (byte)(i >> 8), (byte)i])))));
    }
}
