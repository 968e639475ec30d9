using System.Reflection;
using System.Text.RegularExpressions;

namespace QrisPayments.Codec.Tests;

public partial class RuleCatalogueTests
{
    public static TheoryData<QrisRule> Rules => [.. QrisRules.All];

    [Fact]
    public void The_list_holds_every_rule_once()
    {
        var declared = typeof(QrisRules).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(QrisRule))
            .Select(property => (QrisRule)property.GetValue(null)!);

        Assert.Equal(declared.OrderBy(rule => rule.Code), QrisRules.All.OrderBy(rule => rule.Code));
        Assert.Equal(QrisRules.All.Count, QrisRules.All.DistinctBy(rule => rule.Code).Count());
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_says_what_is_wrong_in_both_languages_and_where_it_comes_from(QrisRule rule)
    {
        Assert.Matches(SnakeCase(), rule.Code);
        Assert.EndsWith(".", rule.Message);
        Assert.EndsWith(".", rule.MessageId);
        Assert.NotEqual(rule.Message, rule.MessageId);
        Assert.NotEmpty(rule.Expected);
        Assert.NotEmpty(rule.Source);
    }

    [Fact]
    public void Strict_rejects_what_live_warns_about_and_leaves_the_rest()
    {
        Assert.Equal(QrisSeverity.Reject, QrisRules.MerchantNameLong.SeverityUnder(QrisProfile.Strict));
        Assert.Equal(QrisSeverity.Warn, QrisRules.MerchantNameLong.SeverityUnder(QrisProfile.Live));
        Assert.Equal(QrisSeverity.Lenient, QrisRules.ObjectOrder.SeverityUnder(QrisProfile.Strict));
        Assert.Equal(QrisSeverity.Reject, QrisRules.CrcMismatch.SeverityUnder(QrisProfile.Live));
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex SnakeCase();
}
