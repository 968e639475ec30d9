using static QrisPayments.Codec.Tests.Payloads;

namespace QrisPayments.Codec.Tests;

public class IdentityTests
{
    [Fact]
    public void A_code_and_what_was_converted_from_it_name_the_same_account()
    {
        var comparison = Compare(Static, Dynamic);

        Assert.Equal(new QrisComparison { Pan = QrisSameness.Same, Nmid = QrisSameness.Same, Name = QrisSameness.Same }, comparison);
        Assert.True(comparison.IsSameMerchant);
        Assert.True(comparison.IsSameAccount);
    }

    [Fact]
    public void Another_PAN_under_one_NMID_is_the_same_merchant_at_another_acquirer()
    {
        var comparison = Compare(Static, Seal(StaticBody(acquirer: Acquirer("936000810000000018"))));

        Assert.Equal(QrisSameness.Different, comparison.Pan);
        Assert.True(comparison.IsSameMerchant);
        Assert.False(comparison.IsSameAccount);
    }

    [Fact]
    public void Another_NMID_is_another_merchant_whatever_the_name_and_the_PAN()
    {
        var comparison = Compare(Static, Seal(StaticBody(repository: Repository("ID0000000000026"))));

        Assert.Equal(new QrisComparison { Pan = QrisSameness.Same, Nmid = QrisSameness.Different, Name = QrisSameness.Same }, comparison);
        Assert.False(comparison.IsSameMerchant);
        Assert.False(comparison.IsSameAccount);
    }

    [Fact]
    public void Without_an_NMID_the_PAN_decides()
    {
        var without = Seal(StaticBody().Replace(Object("51", Repository()), ""));

        Assert.Equal(QrisSameness.Unknown, Compare(Static, without).Nmid);
        Assert.True(Compare(Static, without).IsSameMerchant);
        Assert.True(Compare(Static, without).IsSameAccount);
    }

    [Fact]
    public void A_name_alone_proves_nothing()
    {
        var left = Seal(StaticBody().Replace(Object("51", Repository()), ""));
        var right = Seal(StaticBody(acquirer: Acquirer("936000810000000018")).Replace(Object("51", Repository()), ""));

        Assert.Equal(QrisSameness.Same, Compare(left, right).Name);
        Assert.False(Compare(left, right).IsSameMerchant);
    }

    [Theory]
    [InlineData("9360001400000000182", QrisSameness.Same)]
    [InlineData("9360001400000000180", QrisSameness.Different)]
    [InlineData("93600014000000001", QrisSameness.Different)]
    public void A_check_digit_that_only_one_code_writes_does_not_count(string pan, QrisSameness expected)
    {
        Assert.Equal(expected, Compare(Static, Seal(StaticBody(acquirer: Acquirer(pan)))).Pan);
        Assert.Equal(expected, Compare(Seal(StaticBody(acquirer: Acquirer(pan))), Static).Pan);
    }

    [Fact]
    public void One_shared_PAN_of_several_is_enough()
    {
        var both = Seal(StaticBody(acquirer: Acquirer("936000810000000018"), beforeCountry: Object("27", Acquirer())));

        Assert.Equal(QrisSameness.Same, Compare(Static, both).Pan);
        Assert.Equal(["936000810000000018", "936000140000000018"], Identity(both).Pans);
    }

    [Theory]
    [InlineData("WARUNG BU SRI", "Warung Bu Sri", QrisSameness.Same)]
    [InlineData("WARUNG BU SRI", " WARUNG  BU SRI ", QrisSameness.Same)]
    [InlineData("WARUNG BU SRI", "WARUNG BU SRO", QrisSameness.Different)]
    [InlineData("WARUNG BU", "WARUNG BU SRI", QrisSameness.Different)]
    [InlineData("WARUNG MAKAN BU SRI JAYA A", "WARUNG MAKAN BU SRI JAYA", QrisSameness.Different)]
    [InlineData("WARUNG MAKAN IBU SRI JAYA", "WARUNG MAKAN IBU SRI JAYA ABADI", QrisSameness.Same)]
    public void Names_are_compared_as_acquirers_write_them(string left, string right, QrisSameness expected) =>
        Assert.Equal(expected, Compare(Seal(StaticBody(name: left)), Seal(StaticBody(name: right))).Name);

    [Fact]
    public void Other_countries_codes_and_broken_codes_have_no_QRIS_identity()
    {
        Assert.False(QrisIdentity.TryRead(ForeignCodeTests.PayNow, out _));
        Assert.False(QrisIdentity.TryRead(Static.AsSpan()[..^1], out _));
        Assert.False(QrisIdentity.TryRead(null, out _));
    }

    private static QrisComparison Compare(string left, string right) => Identity(left).Compare(Identity(right));

    private static QrisIdentity Identity(string text)
    {
        Assert.True(QrisIdentity.TryRead(text, out var identity));
        return identity;
    }
}
