using static QrisPayments.Codec.Tests.Payloads;

namespace QrisPayments.Codec.Tests;

/// <summary>One payload with one defect, and where it must be found.</summary>
public sealed record Malformed(string Name, string Text, string Code, string Path, int Offset)
{
    public override string ToString() => Name;
}

/// <summary>
/// The table of broken payloads. Where the defect is not the seal itself, the seal is right: only the rule under test
/// can find it. Offsets are counted by hand from this layout of <see cref="StaticBody"/> (header, value):
/// 00 at 0, 4 · 01 at 6, 10 · 26 at 12, 16 · 26.00 at 16, 20 · 26.01 at 36, 40 · 26.02 at 58, 62 · 26.03 at 77, 81 ·
/// 51 at 84, 88 · 51.00 at 88, 92 · 51.02 at 106, 110 · 51.03 at 125, 129 · 52 at 132, 136 · 53 at 140, 144 ·
/// 58 at 147, 151 · 59 at 153, 157 · 60 at 170, 174 · 61 at 181, 185 · 63 at 190, 194 · end at 198.
/// </summary>
internal static class MalformedPayloads
{
    private static readonly string Body = StaticBody();

    public static IEnumerable<Malformed> All =>
        [.. Chain, .. Templates, .. FirstAndLast, .. Merchant, .. Amounts, .. Tips, .. Accounts, .. AdditionalData, .. Characters];

    private static IEnumerable<Malformed> Chain =>
    [
        new("nothing", "", "empty", "", 0),
        new("white space only", " \r\n\t", "empty", "", 4),
        new("not a payload at all", "hello world", "id_not_numeric", "", 0),
        new("a web address", "https://example.com/pay", "id_not_numeric", "", 0),
        new("one digit", "0", "header_truncated", "", 0),
        new("an id alone", "00", "header_truncated", "", 0),
        new("a letter in an id", Seal(Replace(Body, 132, "5A")), "id_not_numeric", "", 132),
        new("a sign in an id", Seal(Replace(Body, 132, "+5")), "id_not_numeric", "", 132),
        new("a space in an id", Seal(Replace(Body, 132, " 5")), "id_not_numeric", "", 132),
        new("Arabic digits in an id", Seal(Replace(Body, 132, "٥٢")), "digit_not_ascii", "", 132),
        new("a letter in a length", Seal(Replace(Body, 134, "O4")), "length_not_numeric", "52", 134),
        new("a negative length", Seal(Replace(Body, 134, "-4")), "length_not_numeric", "52", 134),
        new("full-width digits in a length", Seal(Replace(Body, 134, "０４")), "digit_not_ascii", "52", 134),
        new("a length past the end", Replace(Body, 183, "99"), "value_truncated", "61", 181),
        new("the checksum cut off by one", Static[..^1], "value_truncated", "63", 190),
        new("the checksum cut off", Static[..194], "value_truncated", "63", 190),
        new("half a header at the end", Static[..192], "header_truncated", "", 190),
        new("an object of length zero", Seal(Body + "6200"), "length_zero", "62", 190),
        new("a merchant name of length zero", Seal(Body.Replace("5913WARUNG BU SRI", "5900")), "length_zero", "59", 153),
        new("an amount of length zero", Seal(StaticBody(beforeCountry: "5400")), "length_zero", "54", 147),
        new("an id twice", Seal(Body + Object("60", "BANDUNG")), "duplicate_object", "60", 190),
        new("an amount twice", Seal(StaticBody("12", beforeCountry: Object("54", "1000") + Object("54", "9000"))), "duplicate_object", "54",
            155),
        new("an acquirer twice", Seal(StaticBody(beforeCountry: Object("26", Acquirer()))), "duplicate_object", "26", 147),
        new("513 characters", Seal(StaticBody(afterPostalCode: Filler(315))), "payload_too_long", "", 0),
        new("a thousand digits", new string('0', 1025), "payload_too_long", "", 0),
    ];

    private static IEnumerable<Malformed> Templates =>
    [
        new("a letter in an id inside 26", Seal(StaticBody(acquirer: "X" + Acquirer()[1..])), "id_not_numeric", "26", 16),
        new("a letter in a length inside 26", Seal(StaticBody(acquirer: Replace(Acquirer(), 2, "1X"))), "length_not_numeric", "26.00", 18),
        new("a length past the end of 26", Seal(StaticBody(acquirer: Replace(Acquirer(), 63, "04"))), "value_truncated", "26.03", 77),
        new("a cut header inside 26", Seal(StaticBody(acquirer: Acquirer() + "04")), "header_truncated", "26", 84),
        new("length zero inside 26", Seal(StaticBody(acquirer: Acquirer() + "0400")), "length_zero", "26.04", 84),
        new("an id twice inside 26", Seal(StaticBody(acquirer: Acquirer() + Object("03", "UMI"))), "duplicate_object", "26.03", 84),
        new("an id twice inside 51", Seal(StaticBody(repository: Repository() + Object("02", "ID0000000000018"))), "duplicate_object",
            "51.02", 132),
        new("51 without objects", Seal(StaticBody(repository: "ID0000000000018")), "id_not_numeric", "51", 88),
        new("62 without objects", Seal(StaticBody(afterPostalCode: Object("62", "INV-1"))), "id_not_numeric", "62", 194),
        new("a bill number that runs out of 62", Seal(StaticBody(afterPostalCode: Object("62", "0109INV-1"))), "value_truncated", "62.01",
            194),
        new("a bill number of length zero", Seal(StaticBody(afterPostalCode: Object("62", "0100"))), "length_zero", "62.01", 194),
        new("a bill number twice", Seal(StaticBody(afterPostalCode: Object("62", "0101A0101B"))), "duplicate_object", "62.01", 199),
        new("64 without objects", Seal(StaticBody(afterPostalCode: Object("64", "zh"))), "header_truncated", "64", 194),
        new("64 without a name", Seal(StaticBody(afterPostalCode: Object("64", "0002ZH"))), "language_name_missing", "64.01", 200),
    ];

    private static IEnumerable<Malformed> FirstAndLast =>
    [
        new("no format indicator", Seal(Body[6..]), "format_indicator_missing", "00", 0),
        new("the format indicator second", Seal(Body[6..12] + Body[..6] + Body[12..]), "format_indicator_not_first", "00", 6),
        new("format indicator 02 in a QRIS", Seal(Replace(Body, 4, "02")), "format_indicator_value", "00", 4),
        new("format indicator 1", Seal("00011" + Body[6..]), "format_indicator_value", "00", 4),
        new("Arabic digits in the format indicator", Seal(Replace(Body, 4, "٠١")), "digit_not_ascii", "00", 4),
        new("no checksum", Body, "crc_missing", "63", 190),
        new("text after the checksum", Static + "?utm=1", "crc_not_last", "63", 198),
        new("an object after the checksum", Static + "6502AB", "crc_not_last", "63", 198),
        new("a letter beyond F in the checksum", Body + "630412G4", "crc_malformed", "63", 194),
        new("a checksum of three digits", Body + "6303123", "crc_malformed", "63", 194),
        new("a checksum of five digits", Body + "630512345", "crc_malformed", "63", 194),
        new("Arabic digits in the checksum", Body + "6304١٢٣٤", "digit_not_ascii", "63", 194),
        new("a wrong checksum", Replace(Static, 194, Static[194..] == "0000" ? "0001" : "0000"), "crc_mismatch", "63", 194),
        new("a name changed after sealing", Static.Replace("WARUNG BU SRI", "WARUNG BU SRO"), "crc_mismatch", "63", 194),
        new("a checksum over the body alone", Body + "6304" + Checksum(Body), "crc_mismatch", "63", 194),
    ];

    private static IEnumerable<Malformed> Merchant =>
    [
        new("point of initiation 13", Seal(StaticBody("13")), "point_of_initiation_value", "01", 10),
        new("point of initiation 1", Seal(StaticBody("1")), "point_of_initiation_value", "01", 10),
        new("a word as point of initiation", Seal(StaticBody("static")), "point_of_initiation_value", "01", 10),
        new("Arabic digits as point of initiation", Seal(StaticBody("١١")), "digit_not_ascii", "01", 10),
        new("no merchant account", Seal(Body[..12] + Body[132..]), "merchant_account_missing", "", 78),
        new("no category code", Seal(Body.Replace("52045812", "")), "category_code_missing", "52", 190),
        new("a category code of five digits", Seal(Body.Replace("52045812", "520558120")), "category_code_malformed", "52", 136),
        new("a letter in the category code", Seal(Replace(Body, 136, "58X2")), "category_code_malformed", "52", 136),
        new("Thai digits in the category code", Seal(Replace(Body, 136, "๕๘๑๒")), "digit_not_ascii", "52", 136),
        new("no currency", Seal(Body.Replace("5303360", "")), "currency_missing", "53", 191),
        new("a currency by letters", Seal(Replace(Body, 144, "IDR")), "currency_malformed", "53", 144),
        new("a currency of two digits", Seal(Body.Replace("5303360", "530236")), "currency_malformed", "53", 144),
        new("Singapore dollars in a QRIS", Seal(Replace(Body, 144, "702")), "currency_not_rupiah", "53", 144),
        new("no country", Seal(Body.Replace("5802ID", "")), "country_missing", "58", 192),
        new("a country of three letters", Seal(Body.Replace("5802ID", "5803IDN")), "country_malformed", "58", 151),
        new("digits as country", Seal(Replace(Body, 151, "62")), "country_malformed", "58", 151),
        new("Singapore in a QRIS", Seal(Replace(Body, 151, "SG")), "country_not_indonesia", "58", 151),
        new("no merchant name", Seal(Body.Replace("5913WARUNG BU SRI", "")), "merchant_name_missing", "59", 181),
        new("a merchant name of 45 characters", Seal(StaticBody(name: new string('A', 45))), "merchant_name_too_long", "59", 157),
        new("no merchant city", Seal(Body.Replace("6007JAKARTA", "")), "merchant_city_missing", "60", 187),
        new("a postal code of 11 characters", Seal(Body.Replace("610510110", "611110110-10110")), "postal_code_too_long", "61", 185),
    ];

    private static IEnumerable<Malformed> Amounts =>
    [
        WithAmount("an amount of zero", "0", "amount_zero"),
        WithAmount("an amount of zero with decimals", "0.00", "amount_zero"),
        WithAmount("an amount of many zeros", "0000", "amount_zero"),
        WithAmount("a negative amount", "-5000", "amount_malformed"),
        WithAmount("an amount with a plus", "+5000", "amount_malformed"),
        WithAmount("an amount with a comma", "5,000", "amount_malformed"),
        WithAmount("an amount with two points", "5.000.0", "amount_malformed"),
        WithAmount("an amount with a space", "5 000", "amount_malformed"),
        WithAmount("an amount with a currency", "Rp5000", "amount_malformed"),
        WithAmount("an amount with an exponent", "5E3", "amount_malformed"),
        WithAmount("an amount that begins with its point", ".50", "amount_malformed"),
        WithAmount("a point alone", ".", "amount_malformed"),
        WithAmount("an amount in Arabic digits", "٥٠٠٠", "digit_not_ascii"),
        WithAmount("an amount in full-width digits", "５０００", "digit_not_ascii"),
        WithAmount("an amount of 14 digits", "12345678901234", "amount_too_long"),
        WithAmount("an amount with three decimals", "5000.125", "amount_too_precise"),
        WithAmount("thousands written with a point", "13.000", "amount_too_precise"),
    ];

    private static IEnumerable<Malformed> Tips =>
    [
        WithTip("tip indicator 04", Object("55", "04"), "tip_indicator_value", "55", 151),
        WithTip("tip indicator 1", Object("55", "1"), "tip_indicator_value", "55", 151),
        WithTip("a fixed tip without its sum", Object("55", "02"), "tip_fixed_missing", "56", 204),
        WithTip("a percentage tip without its number", Object("55", "03"), "tip_percent_missing", "57", 204),
        WithTip("a fixed tip nobody announced", Object("56", "500"), "tip_fixed_unexpected", "56", 151),
        WithTip("a percentage tip nobody announced", Object("57", "5"), "tip_percent_unexpected", "57", 151),
        WithTip("a fixed tip beside a prompt", Object("55", "01") + Object("56", "500"), "tip_fixed_unexpected", "56", 157),
        WithTip("a percentage beside a fixed tip", Object("55", "02") + Object("56", "500") + Object("57", "5"), "tip_percent_unexpected",
            "57", 164),
        WithTip("a fixed tip of zero", Object("55", "02") + Object("56", "0"), "tip_fixed_malformed", "56", 157),
        WithTip("a fixed tip that is no number", Object("55", "02") + Object("56", "5%"), "tip_fixed_malformed", "56", 157),
        WithTip("a percentage of zero", Object("55", "03") + Object("57", "00.00"), "tip_percent_malformed", "57", 157),
        WithTip("a hundred percent", Object("55", "03") + Object("57", "100"), "tip_percent_malformed", "57", 157),
        WithTip("a percentage with its sign", Object("55", "03") + Object("57", "5%"), "tip_percent_malformed", "57", 157),
        WithTip("a percentage with three decimals", Object("55", "03") + Object("57", "5.125"), "tip_percent_malformed", "57", 157),
    ];

    private static IEnumerable<Malformed> Accounts =>
    [
        new("an acquirer without its network", Seal(StaticBody(acquirer: Acquirer()[20..])), "account_id_missing", "26.00", 64),
        new("an acquirer without a PAN", Seal(StaticBody(acquirer: Acquirer().Replace("0118936000140000000018", ""))), "pan_missing",
            "26.01", 62),
        new("a letter in the PAN", Seal(StaticBody(acquirer: Acquirer("93600014000000001X"))), "pan_malformed", "26.01", 40),
        new("spaces in the PAN", Seal(StaticBody(acquirer: Acquirer("9360 0014 0000 001"))), "pan_malformed", "26.01", 40),
        new("Arabic digits in the PAN", Seal(StaticBody(acquirer: Acquirer("93600014000000001٨"))), "digit_not_ascii", "26.01", 40),
        new("a PAN of 20 digits", Seal(StaticBody(acquirer: Acquirer("93600014000000001812"))), "pan_too_long", "26.01", 40),
        new("criteria nobody knows", Seal(StaticBody(acquirer: Acquirer(criteria: "UXX"))), "criteria_unknown", "26.03", 81),
        new("criteria in lower case", Seal(StaticBody(acquirer: Acquirer(criteria: "umi"))), "criteria_unknown", "26.03", 81),
    ];

    private static IEnumerable<Malformed> AdditionalData =>
    [
        new("a bill number of 26 characters", Seal(StaticBody(afterPostalCode: Object("62", Object("01", new string('B', 26))))),
            "bill_number_too_long", "62.01", 198),
        new("a consumer data request nobody knows", Seal(StaticBody(afterPostalCode: Object("62", Object("09", "X")))),
            "consumer_data_malformed", "62.09", 198),
        new("a consumer data request twice", Seal(StaticBody(afterPostalCode: Object("62", Object("09", "AA")))), "consumer_data_malformed",
            "62.09", 198),
        new("a consumer data request of four", Seal(StaticBody(afterPostalCode: Object("62", Object("09", "AMEA")))),
            "consumer_data_malformed", "62.09", 198),
    ];

    private static IEnumerable<Malformed> Characters =>
    [
        new("a line break in the name", Seal(StaticBody(name: "WARUNG\nBU SRI")), "control_character", "59", 163),
        new("a null character in the city", Seal(StaticBody(city: "JAKAR\0TA")), "control_character", "60", 179),
        new("a tab in the merchant id", Seal(StaticBody(acquirer: Acquirer(merchantId: "00000000000001\t"))), "control_character", "26.02",
            76),
        new("a C1 control in the name", Seal(StaticBody(name: "WARUNG\u0085BU SRI")), "control_character", "59", 163),
        new("half an emoji in the name", Seal(StaticBody(name: "WARUNG \uD83C SRI")), "lone_surrogate", "59", 164),
        new("the wrong half of an emoji", Seal(StaticBody(name: "\uDF5C WARUNG")), "lone_surrogate", "59", 157),
    ];

    private static Malformed WithAmount(string name, string amount, string code) =>
        new(name, Seal(StaticBody("12", beforeCountry: Object("54", amount))), code, "54", 151);

    private static Malformed WithTip(string name, string tip, string code, string path, int offset) =>
        new(name, Seal(StaticBody(beforeCountry: tip)), code, path, offset);

    private static string Filler(int length)
    {
        var text = "";
        for (var id = 80; text.Length < length; id++)
        {
            var size = Math.Min(length - text.Length, 103);
            if (length - text.Length - size is > 0 and < 20) size -= 20;
            text += Object(id.ToString(System.Globalization.CultureInfo.InvariantCulture), Object("00", new string('F', size - 8)));
        }

        return text;
    }

    private static string Replace(string text, int at, string by) => text[..at] + by + text[(at + by.Length)..];
}
