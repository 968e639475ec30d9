using static QrisPayments.Codec.Tests.Payloads;

namespace QrisPayments.Codec.Tests;

/// <summary>One oddity of live codes, and the finding it must leave behind; a null code means that nothing is found.</summary>
public sealed record Oddity(string Name, string Text, QrisSeverity Severity, string Code, string Path)
{
    public override string ToString() => Name;
}

public class LiveOddityTests
{
    public static TheoryData<Oddity> Warned =>
    [
        Warn("a name of 26 characters", StaticBody(name: new string('A', 26)), "merchant_name_long", "59"),
        Warn("a name of 44 characters", StaticBody(name: new string('A', 44)), "merchant_name_long", "59"),
        Warn("a city of 16 characters", StaticBody(city: new string('A', 16)), "merchant_city_long", "60"),
        Warn("a leading space", StaticBody(name: " WARUNG"), "text_spacing", "59"),
        Warn("a trailing space", StaticBody(city: "JAKARTA "), "text_spacing", "60"),
        Warn("a double space", StaticBody(name: "WARUNG  SRI"), "text_spacing", "59"),
        Warn("dynamic without an amount", StaticBody("12"), "dynamic_without_amount", "54"),
        Warn("static with an amount", StaticBody("11", beforeCountry: Object("54", "5000")), "static_with_amount", "54"),
        Warn("no repository", StaticBody().Replace(Object("51", Repository()), ""), "repository_missing", "51"),
        Warn("a category code of three digits", StaticBody().Replace("52045812", "5203581"), "category_code_short", "52"),
        Warn("an NMID without ID", StaticBody(repository: Repository("000000000000018")), "nmid_malformed", "51.02"),
        Warn("a short NMID", StaticBody(repository: Repository("ID00000000018")), "nmid_malformed", "51.02"),
        Warn("51 without an NMID", StaticBody(repository: Object("00", "ID.CO.QRIS.WWW")), "nmid_missing", "51.02"),
        Warn("51 without its name", StaticBody(repository: Object("02", "ID0000000000018")), "repository_id_missing", "51.00"),
        Warn("the repository's old name", StaticBody(repository: Repository().Replace("0014ID.CO.QRIS.WWW", "0015ID.OR.GPNQR.WWW")),
            "repository_id_unusual", "51.00"),
        Warn("the repository's name at one bank", StaticBody(repository: Repository().Replace("0014ID.CO.QRIS.WWW", "0015ID.OR.QRNPG.WWW")),
            "repository_id_unusual", "51.00"),
        Warn("criteria in 51 nobody knows",
            StaticBody(repository: Object("00", "ID.CO.QRIS.WWW") + Object("02", "ID0000000000018") + Object("03", "XXX")),
                "repository_criteria_unknown", "51.03"),
        Warn("a PAN of another scheme", StaticBody(acquirer: Acquirer("450000140000000018")), "pan_prefix", "26.01"),
        Warn("no merchant id", StaticBody(acquirer: Acquirer().Replace("0215000000000000018", "")), "merchant_id_missing", "26.02"),
        Warn("a merchant id of 16 characters", StaticBody(acquirer: Acquirer(merchantId: "0000000000000018")), "merchant_id_long", "26.02"),
        Warn("no criteria", StaticBody(acquirer: Acquirer().Replace("0303UMI", "")), "criteria_missing", "26.03"),
        Warn("a global id of 33 characters",
            StaticBody(acquirer: Acquirer().Replace("0016ID.CO.CONTOH.WWW", Object("00", "ID." + new string('X', 30)))), "global_id_long",
                "26.00"),
        Warn("leading zeros in the amount", StaticBody("12", beforeCountry: Object("54", "005000")), "amount_leading_zero", "54"),
        Warn("an amount with .00", StaticBody("12", beforeCountry: Object("54", "5000.00")), "amount_decimals", "54"),
        Warn("an amount with sen", StaticBody("12", beforeCountry: Object("54", "5000.50")), "amount_decimals", "54"),
        Warn("a country in lower case", StaticBody().Replace("5802ID", "5802id"), "country_lower_case", "58"),
        Warn("a right-to-left mark in the name", StaticBody(name: "WARUNG\u200F SRI"), "direction_mark", "59"),
        Warn("an override of the direction", StaticBody(name: "\u202EIRS GNURAW"), "direction_mark", "59"),
        Warn("an emoji in the name", StaticBody(name: "KOPI ☕🍜"), "text_not_ascii", "59"),
        Warn("Chinese in the city", StaticBody(city: "雅加达"), "text_not_ascii", "60"),
        Warn("no postal code", StaticBody().Replace("610510110", ""), "postal_code_missing", "61"),
        Warn("62.11", StaticBody(afterPostalCode: Object("62", Object("11", "123"))), "additional_data_unknown", "62.11"),
        Warn("62.50", StaticBody(afterPostalCode: Object("62", Object("50", Object("00", "ID.CO.X") + Object("01", "Y")))),
            "additional_data_unknown", "62.50"),
        Warn("62.60", StaticBody(afterPostalCode: Object("62", Object("60", "x"))), "additional_data_unknown", "62.60"),
        Warn("62.98", StaticBody(afterPostalCode: Object("62", Object("98", "x"))), "additional_data_unknown", "62.98"),
        Warn("62.99", StaticBody(afterPostalCode: Object("62", Object("99", "0002000108ABCDEFGH"))), "additional_data_unknown", "62.99"),
        Warn("62.00", StaticBody(afterPostalCode: Object("62", Object("00", "x"))), "additional_data_unknown", "62.00"),
        Warn("a terminal label of 26 characters", StaticBody(afterPostalCode: Object("62", Object("07", new string('T', 26)))),
            "additional_data_long", "62.07"),
        Warn("64 without its language", StaticBody(afterPostalCode: Object("64", Object("01", "Warung"))), "language_missing", "64.00"),
        Warn("64 with a language of three letters", StaticBody(afterPostalCode: Object("64", Object("00", "zho") + Object("01", "Warung"))),
            "language_malformed", "64.00"),
        Warn("64 with a name of 26 characters",
            StaticBody(afterPostalCode: Object("64", Object("00", "zh") + Object("01", new string('A', 26)))), "language_name_long",
                "64.01"),
        Warn("64 with a city of 16 characters",
            StaticBody(afterPostalCode: Object("64", Object("00", "zh") + Object("01", "A") + Object("02", new string('A', 16)))),
                "language_city_long", "64.02"),
        Warn("80 without objects", StaticBody(afterPostalCode: Object("80", "hello")), "template_unopened", "80"),
        Warn("81 without a global id", StaticBody(afterPostalCode: Object("81", Object("01", "x"))), "template_id_missing", "81.00"),
        new("white space before it", " \t" + Static, QrisSeverity.Warn, "surrounding_space", ""),
        new("a line break behind it", Static + "\r\n", QrisSeverity.Warn, "surrounding_space", ""),
        new("a byte order mark", "\uFEFF" + Static, QrisSeverity.Warn, "surrounding_space", ""),
        new("a lower-case checksum", LowerCaseSealed(), QrisSeverity.Warn, "crc_lower_case", "63"),
        new("513 bytes in 171 characters and more",
            Seal(StaticBody(afterPostalCode: Object("80", Object("00", new string('雅', 95)))
                + Object("81", Object("00", new string('雅', 20))))),
            QrisSeverity.Warn, "payload_long_in_bytes", ""),
    ];

    public static TheoryData<Oddity> Tolerated =>
    [
        Lenient("no point of initiation", StaticBody().Replace("010211", ""), "point_of_initiation_missing", "01"),
        Lenient("currency after the additional data", StaticBody().Replace("5303360", "") + Object("62", Object("01", "INV-1")) + "5303360",
            "object_order", "53"),
        Lenient("a reserved ninth digit of the PAN", StaticBody(acquirer: Acquirer("936000147000000018")), "pan_kind_reserved", "26.01"),
        Lenient("an unknown 65", StaticBody(afterPostalCode: Object("65", "whatever")), "object_unknown", "65"),
        Lenient("an unknown 79", StaticBody(afterPostalCode: Object("79", "0")), "object_unknown", "79"),
    ];

    public static TheoryData<string, string> Unremarkable => new()
    {
        { "two acquirers", Seal(StaticBody()
            .Replace(Object("51", Repository()), Object("27", Acquirer("936000810000000018")) + Object("51", Repository()))) },
        { "a card number in 04 before 26", Seal("000201010211" + Object("04", "5412345678901234") + StaticBody()[12..]) },
        { "an account whose network is 00", Seal(StaticBody(acquirer: Acquirer().Replace("0016ID.CO.CONTOH.WWW", "000200"))) },
        { "a city cut in mid-word", Seal(StaticBody(city: "JAKARTA SELATA")) },
        { "a PAN of 19 digits whose check digit is wrong", Seal(StaticBody(acquirer: Acquirer("9360001400000000180"))) },
        { "a tip in a static code", Seal(StaticBody(beforeCountry: Object("55", "01"))) },
        { "a fixed tip", Seal(StaticBody("12", beforeCountry: Object("54", "5000") + Object("55", "02") + Object("56", "500"))) },
        { "a percentage tip", Seal(StaticBody("12", beforeCountry: Object("54", "5000") + Object("55", "03") + Object("57", "00.01"))) },
        { "the largest percentage",
            Seal(StaticBody("12", beforeCountry: Object("54", "5000") + Object("55", "03") + Object("57", "99.99"))) },
        { "the additional data of the first version",
            Seal(StaticBody(afterPostalCode: Object("62",
                Object("01", "***") + Object("07", "A01") + Object("09", "EMA") + Object("10", "1")))) },
        { "a language template",
            Seal(StaticBody(afterPostalCode: Object("64", Object("00", "en") + Object("01", "Sri's") + Object("02", "Jakarta")))) },
        { "a language template in Chinese",
            Seal(StaticBody(afterPostalCode: Object("64", Object("00", "zh") + Object("01", "斯里餐馆🍜") + Object("02", "雅加达")))) },
        { "an unreserved template", Seal(StaticBody(afterPostalCode: Object("99", Object("00", "ID.CO.X") + Object("07", "y")))) },
    };

    [Theory]
    [MemberData(nameof(Warned))]
    public void An_oddity_of_the_field_is_warned_about_and_accepted(Oddity oddity)
    {
        AssertOnly(oddity, QrisInspector.Inspect(oddity.Text).Findings);

        Assert.True(QrisView.TryParse(oddity.Text, out _));
    }

    [Theory]
    [MemberData(nameof(Warned))]
    public void What_is_warned_about_is_rejected_in_what_we_issue(Oddity oddity)
    {
        AssertOnly(oddity with { Severity = QrisSeverity.Reject }, QrisInspector.Inspect(oddity.Text, QrisProfile.Strict).Findings);

        Assert.False(QrisView.TryParse(oddity.Text, out _, QrisProfile.Strict));
    }

    [Theory]
    [MemberData(nameof(Tolerated))]
    public void A_liberty_is_reported_and_accepted_by_both_profiles(Oddity oddity)
    {
        AssertOnly(oddity, QrisInspector.Inspect(oddity.Text).Findings);
        AssertOnly(oddity, QrisInspector.Inspect(oddity.Text, QrisProfile.Strict).Findings);

        Assert.True(QrisView.TryParse(oddity.Text, out _, QrisProfile.Strict));
    }

    [Theory]
    [MemberData(nameof(Unremarkable))]
    public void What_is_fine_leaves_no_finding(string name, string text)
    {
        Assert.NotEmpty(name);
        Assert.Empty(QrisInspector.Inspect(text, QrisProfile.Strict).Findings);
    }

    [Fact]
    public void A_code_in_any_order_between_the_first_and_the_last_object_is_read_alike()
    {
        var objects = QrisInspector.Inspect(Dynamic).Objects.Select(item => item.ToString()).ToArray();
        var shuffled = Seal(objects[0] + string.Concat(objects[1..^1].Reverse()));

        var inspection = QrisInspector.Inspect(shuffled);

        Assert.Equal("object_order", Assert.Single(inspection.Findings).Code);
        Assert.Equal((50347, true, "ID0000000000018"), (inspection.Amount, inspection.IsDynamic, inspection.Nmid));
    }

    [Fact]
    public void Every_warning_and_liberty_is_shown_by_a_payload()
    {
        var shown = Enumerable.Concat<object[]>(Warned, Tolerated).Select(row => ((Oddity)row[0]).Code).ToHashSet();
        shown.Add("format_indicator_foreign");

        Assert.Empty(QrisRules.All.Where(rule => rule.Severity != QrisSeverity.Reject && !shown.Contains(rule.Code))
            .Select(rule => rule.Code));
    }

    private static Oddity Warn(string name, string body, string code, string path) => new(name, Seal(body), QrisSeverity.Warn, code, path);

    private static Oddity Lenient(string name, string body, string code, string path) =>
        new(name, Seal(body), QrisSeverity.Lenient, code, path);

    private static void AssertOnly(Oddity expected, IEnumerable<QrisFinding> findings)
    {
        Assert.NotEmpty(findings);
        Assert.All(findings, finding => Assert.Equal((expected.Code, expected.Path, expected.Severity),
            (finding.Code, finding.Path, finding.Severity)));
    }

    private static string LowerCaseSealed()
    {
        // Some names seal to four digits without a letter; take the first that does not.
        var text = Enumerable.Range(0, 100).Select(number => Seal(StaticBody(name: $"WARUNG {number}")))
            .First(candidate => candidate[^4..].Any(char.IsLetter));
        return text[..^4] + text[^4..].ToLowerInvariant();
    }
}
