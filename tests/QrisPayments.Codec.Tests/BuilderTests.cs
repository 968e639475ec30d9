using static QrisPayments.Codec.Tests.Payloads;

namespace QrisPayments.Codec.Tests;

public class BuilderTests
{
    private static readonly QrisDraft Warung = new()
    {
        Acquirers = [new QrisAcquirer
        {
            GlobalId = "ID.CO.CONTOH.WWW", Pan = "936000140000000018", MerchantId = "000000000000018", Criteria = "UMI"
        }],
        Nmid = "ID0000000000018",
        NmidCriteria = "UMI",
        CategoryCode = "5812",
        MerchantName = "WARUNG BU SRI",
        MerchantCity = "JAKARTA",
        PostalCode = "10110",
    };

    [Fact]
    public void A_static_code_is_built_from_its_parts() => Assert.Equal(Static, Built(Warung));

    [Fact]
    public void A_dynamic_code_is_built_from_its_parts() => Assert.Equal(Dynamic, Built(Warung with { IsDynamic = true, Amount = 50347 }));

    [Fact]
    public void What_is_built_has_no_finding_under_the_strict_profile() =>
        Assert.Empty(QrisInspector.Inspect(
            Built(Warung with
            {
                IsDynamic = true,
                Amount = 25000,
                Tip = QrisTip.Percent(10),
                Acquirers = [.. Warung.Acquirers,
                    new QrisAcquirer { GlobalId = "ID.CO.LAIN.WWW", Pan = "936000810000000018", MerchantId = "18", Criteria = "UMI" }],
                AdditionalData = new() { BillNumber = "INV-1", TerminalLabel = "A01" },
                Others = [new QrisPart(64, new QrisPart(0, "zh"), new QrisPart(1, "斯里餐馆🍜")), new QrisPart(4, "5412345678901234")],
            }),
            QrisProfile.Strict).Findings);

    [Fact]
    public void Another_countrys_code_is_built_from_parts() =>
        Assert.Equal(ForeignCodeTests.PayNow, Built(new QrisDraft
        {
            IsDynamic = true,
            CategoryCode = "0000",
            CurrencyCode = "702",
            AmountText = "10.50",
            CountryCode = "SG",
            MerchantName = "CONTOH PTE LTD",
            MerchantCity = "Singapore",
            Others = [new QrisPart(26, new QrisPart(0, "SG.PAYNOW"), new QrisPart(1, "2"), new QrisPart(2, "201403121W"),
                new QrisPart(3, "0"))],
        }));

    public static TheoryData<string, QrisDraft, string, string> Impossible => new()
    {
        { "no account", Warung with { Acquirers = [], Nmid = null }, "merchant_account_missing", "" },
        { "no repository", Warung with { Nmid = null }, "repository_missing", "51" },
        { "a name of 26 characters", Warung with { MerchantName = new string('A', 26) }, "merchant_name_long", "59" },
        { "a name of 100 characters", Warung with { MerchantName = new string('A', 100) }, "request_value_too_long", "59" },
        { "an empty name", Warung with { MerchantName = "" }, "request_value_empty", "59" },
        { "an emoji in the name", Warung with { MerchantName = "KOPI ☕" }, "text_not_ascii", "59" },
        { "no postal code", Warung with { PostalCode = null }, "postal_code_missing", "61" },
        { "dynamic without amount", Warung with { IsDynamic = true }, "dynamic_without_amount", "54" },
        { "an amount of zero", Warung with { IsDynamic = true, Amount = 0 }, "amount_zero", "54" },
        { "a negative amount", Warung with { IsDynamic = true, Amount = -1 }, "amount_malformed", "54" },
        { "an amount with decimals", Warung with { IsDynamic = true, AmountText = "1.00" }, "amount_decimals", "54" },
        { "the amount twice", Warung with { IsDynamic = true, Amount = 1, AmountText = "1" }, "request_amount_twice", "54" },
        { "a tip of zero", Warung with { Tip = QrisTip.Fixed(0) }, "tip_fixed_malformed", "56" },
        { "a malformed NMID", Warung with { Nmid = "ID18" }, "nmid_malformed", "51.02" },
        { "an acquirer's template too long",
            Warung with { Acquirers = [new()
            {
                GlobalId = new string('X', 60), Pan = "936000140000000018", MerchantId = "000000000000018", Criteria = "UMI"
            }] }, "request_value_too_long", "26" },
        { "an empty PAN", Warung with { Acquirers = [new()
        {
            GlobalId = "ID.CO.CONTOH.WWW", Pan = "", MerchantId = "000000000000018", Criteria = "UMI"
        }] }, "request_value_empty", "26.01" },
        { "empty additional data", Warung with { AdditionalData = new() }, "request_value_empty", "62" },
        { "an object twice", Warung with { Others = [new QrisPart(59, "ANOTHER NAME")] }, "duplicate_object", "59" },
        { "an id of three digits", Warung with { Others = [new QrisPart(100, "X")] }, "request_id_malformed", "" },
        { "a negative id", Warung with { Others = [new QrisPart(80, new QrisPart(-1, "X"))] }, "request_id_malformed", "80" },
        { "a checksum of one's own", Warung with { Others = [new QrisPart(63, "ABCD")] }, "request_id_malformed", "63" },
        { "a line break in the name", Warung with { MerchantName = "WARUNG\nSRI" }, "control_character", "59" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void An_impossible_draft_is_refused(string name, QrisDraft draft, string code, string path)
    {
        Assert.NotEmpty(name);
        var refused = Assert.IsType<QrisBuild.Refused>(QrisBuilder.Build(draft));

        Assert.Contains(refused.Findings, finding => (finding.Code, finding.Path, finding.Severity) == (code, path, QrisSeverity.Reject));
    }

    [Fact]
    public void No_draft_is_a_mistake_of_the_caller() => Assert.Throws<ArgumentNullException>(() => QrisBuilder.Build(null!));

    private static string Built(QrisDraft draft) => Assert.IsType<QrisBuild.Built>(QrisBuilder.Build(draft)).Payload;
}
