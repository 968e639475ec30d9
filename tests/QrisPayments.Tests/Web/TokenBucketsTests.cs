using QrisPayments.Web;

namespace QrisPayments.Tests.Web;

public sealed class TokenBucketsTests
{
    [Fact]
    public void A_bucket_gives_its_burst_and_then_says_how_long_to_wait()
    {
        using var buckets = new TokenBuckets<string>(burst: 2, perSecond: 1);

        Assert.True(buckets.TryTake("a", out var none));
        Assert.Equal(TimeSpan.Zero, none);
        Assert.True(buckets.TryTake("a", out _));
        Assert.False(buckets.TryTake("a", out var wait));
        Assert.Equal(TimeSpan.FromSeconds(1), wait);
    }

    [Fact]
    public void Each_key_has_a_bucket_of_its_own()
    {
        using var buckets = new TokenBuckets<string>(burst: 1, perSecond: 1);

        Assert.True(buckets.TryTake("a", out _));
        Assert.True(buckets.TryTake("b", out _));
        Assert.False(buckets.TryTake("a", out _));
    }

    [Fact]
    public void Looking_takes_no_token()
    {
        using var buckets = new TokenBuckets<string>(burst: 1, perSecond: 1);

        Assert.False(buckets.IsEmpty("a"));
        Assert.False(buckets.IsEmpty("a"));
        Assert.True(buckets.TryTake("a", out _));
        Assert.True(buckets.IsEmpty("a"));
    }
}
