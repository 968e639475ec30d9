using static QrisPayments.Codec.Tests.Payloads;

namespace QrisPayments.Codec.Tests;

public class ForeignCodeTests
{
    public static readonly string PayNow = Seal(
        "000201" + "010212" + Object("26", Object("00", "SG.PAYNOW") + Object("01", "2") + Object("02", "201403121W") + Object("03", "0"))
        + "52040000" + "5303702" + "540510.50" + "5802SG" + Object("59", "CONTOH PTE LTD") + Object("60", "Singapore"));

    private static readonly string PromptPay = Seal(
        "000201" + "010211" + Object("29", Object("00", "A000000677010111") + Object("01", "0066812345678"))
        + "52040000" + "5303764" + "5802TH" + Object("59", "CONTOH") + Object("60", "Bangkok"));

    private static readonly string DuitNow = Seal(
        "000202" + "010211" + Object("26", Object("00", "A0000006150001") + Object("01", "501664") + Object("02", "1234567890"))
        + "52045812" + "5303458" + "5802MY" + Object("59", "KEDAI CONTOH") + Object("60", "Kuala Lumpur"));

    [Fact]
    public void A_Singaporean_code_is_read_by_the_common_standard()
    {
        var inspection = QrisInspector.Inspect(PayNow, QrisProfile.Strict);

        Assert.Empty(inspection.Findings);
        Assert.Equal((true, false, true, "702", "SG"),
            (inspection.IsValid, inspection.IsQris, inspection.IsDynamic, inspection.CurrencyCode, inspection.CountryCode));
        Assert.Equal(("10.50", null), (inspection.AmountText, inspection.Amount));
        Assert.Equal((null, null, null), (inspection.Pan, inspection.Nmid, inspection.Criteria));
        Assert.Equal("201403121W", inspection.Find("26.02")?.Value);
    }

    [Fact]
    public void A_Thai_code_is_read_by_the_common_standard()
    {
        var inspection = QrisInspector.Inspect(PromptPay, QrisProfile.Strict);

        Assert.Empty(inspection.Findings);
        Assert.Equal(("764", "TH"), (inspection.CurrencyCode, inspection.CountryCode));
    }

    [Fact]
    public void A_Malaysian_format_indicator_is_reported_and_accepted()
    {
        var finding = Assert.Single(QrisInspector.Inspect(DuitNow, QrisProfile.Strict).Findings);

        Assert.Equal(("format_indicator_foreign", QrisSeverity.Lenient, 4), (finding.Code, finding.Severity, finding.Offset));
    }

    [Theory]
    [InlineData("392", "1000", true)]
    [InlineData("392", "1000.5", false)]
    [InlineData("704", "1000.0", false)]
    [InlineData("048", "1.125", true)]
    [InlineData("048", "1.1255", false)]
    [InlineData("978", "1.25", true)]
    [InlineData("978", "1.125", false)]
    [InlineData("990", "1.1255", true)]
    public void Decimals_follow_the_currency(string currency, string amount, bool isValid)
    {
        var text = Seal(PayNow[..^8].Replace("5303702", Object("53", currency)).Replace("540510.50", Object("54", amount)));

        Assert.Equal(isValid, QrisInspector.Inspect(text).IsValid);
        Assert.Equal(!isValid, QrisInspector.Inspect(text).Findings.Any(finding => finding.Code == "amount_too_precise"));
    }

    [Fact]
    public void An_Indonesian_account_makes_a_code_without_Indonesian_currency_and_country_a_broken_QRIS()
    {
        var codes = QrisInspector.Inspect(Seal(StaticBody().Replace("5303360", "5303702").Replace("5802ID", "5802SG"))).Findings.Select(
            finding => finding.Code);

        Assert.Equal(["currency_not_rupiah", "country_not_indonesia"], codes);
    }

    [Fact]
    public void A_foreign_template_without_its_identifier_is_warned_about()
    {
        var text = Seal(PayNow[..^8]
            .Replace(Object("26", Object("00", "SG.PAYNOW") + Object("01", "2") + Object("02", "201403121W") + Object("03", "0")),
                Object("26", Object("01", "2"))));

        var finding = Assert.Single(QrisInspector.Inspect(text).Findings);
        Assert.Equal(("template_id_missing", "26.00", QrisSeverity.Warn), (finding.Code, finding.Path, finding.Severity));
    }
}
