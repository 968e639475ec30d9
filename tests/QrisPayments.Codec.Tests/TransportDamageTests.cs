using static QrisPayments.Codec.Tests.Payloads;

namespace QrisPayments.Codec.Tests;

public class TransportDamageTests
{
    [Fact]
    public void A_plus_for_every_space_is_recognised() =>
        AssertDamage(Static.Replace(' ', '+'), "damage_plus_for_space", "", 163);

    [Fact]
    public void A_plus_that_belongs_to_the_name_is_not_blamed()
    {
        var broken = Seal(StaticBody(name: "KOPI+ TEH")).Replace("TEH", "TEA");

        Assert.DoesNotContain(QrisInspector.Inspect(broken).Findings, finding => finding.Code == "damage_plus_for_space");
    }

    [Fact]
    public void Percent_20_for_every_space_is_recognised() =>
        AssertDamage(Static.Replace(" ", "%20"), "damage_percent_encoding", "", 163);

    [Fact]
    public void A_wholly_URL_encoded_text_is_recognised() =>
        AssertDamage(Uri.EscapeDataString(Seal(StaticBody(name: "KOPI & TEH ☕"))), "damage_percent_encoding", "", 161);

    [Fact]
    public void Form_encoding_with_both_plus_and_percent_is_recognised() =>
        AssertDamage(Seal(StaticBody(name: "KOPI & TEH")).Replace("&", "%26").Replace(' ', '+'), "damage_percent_encoding", "", 162);

    [Fact]
    public void An_HTML_encoded_ampersand_is_recognised() =>
        AssertDamage(Seal(StaticBody(name: "KOPI & TEH")).Replace("&", "&amp;"), "damage_html_encoding", "", 162);

    [Theory]
    [InlineData(197)]
    [InlineData(191)]
    [InlineData(165)]
    [InlineData(50)]
    public void A_truncated_end_is_recognised(int length) =>
        AssertDamage(Static[..length], "damage_truncated", "", length);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_checksum_without_its_leading_zeros_is_recognised(bool isLengthKept)
    {
        var text = SealedWith(checksum => checksum[0] == '0');
        var unpadded = text[^4..].TrimStart('0');
        var header = isLengthKept ? "6304" : $"630{unpadded.Length}";

        var finding = AssertDamage(text[..^8] + header + unpadded, "damage_crc_unpadded", "63", text.Length - 8);
        Assert.Equal(text[^4..], finding.Expected);
    }

    [Fact]
    public void A_lower_case_checksum_is_recognised()
    {
        var text = SealedWith(checksum => checksum.Any(char.IsAsciiLetter));

        var finding = Assert.Single(QrisInspector.Inspect(text[..^4] + text[^4..].ToLowerInvariant()).Findings);
        Assert.Equal(("crc_lower_case", QrisSeverity.Warn), (finding.Code, finding.Severity));
    }

    [Fact]
    public void A_checksum_over_the_text_without_6304_is_recognised() =>
        AssertDamage(StaticBody() + "6304" + Checksum(StaticBody()), "damage_crc_scope", "63", 194);

    [Theory]
    [InlineData("KAFÉ")]
    [InlineData("雅加达")]
    public void A_checksum_over_the_low_bytes_of_UTF16_is_recognised(string name)
    {
        var text = StaticBody(name: name) + "6304";
        var lowBytes = string.Concat(text.Select(character => (char)(byte)character));

        AssertDamage(text + ChecksumOfBytes(lowBytes), "damage_crc_bytes", "63", text.Length);
    }

    [Fact]
    public void A_checksum_over_question_marks_is_recognised()
    {
        var text = StaticBody(name: "雅加达") + "6304";

        AssertDamage(text + Checksum(text.Replace("雅加达", "???")), "damage_crc_bytes", "63", text.Length);
    }

    [Fact]
    public void An_amount_put_in_without_sealing_anew_is_recognised() =>
        AssertDamage(Static.Insert(147, "540550347"), "damage_amount_unsealed", "54", 151);

    [Fact]
    public void An_amount_put_in_and_made_dynamic_without_sealing_anew_is_recognised() =>
        AssertDamage(Static.Insert(147, "540550347").Replace("010211", "010212"), "damage_amount_unsealed", "54", 151);

    [Fact]
    public void An_amount_and_a_tip_put_in_without_sealing_anew_are_recognised() =>
        AssertDamage(Static.Insert(147, "5405503475502015603500"), "damage_amount_unsealed", "54", 151);

    [Fact]
    public void A_second_amount_put_in_without_sealing_anew_is_found_as_a_double_and_a_broken_seal()
    {
        var codes = QrisInspector.Inspect(Dynamic.Insert(147, "54041000")).Findings.Select(finding => finding.Code);

        Assert.Contains("duplicate_object", codes);
        Assert.Contains("crc_mismatch", codes);
    }

    [Fact]
    public void A_static_code_called_dynamic_without_sealing_anew_is_recognised() =>
        AssertDamage(Static.Replace("010211", "010212"), "damage_point_unsealed", "01", 10);

    [Fact]
    public void Lengths_that_count_UTF16_units_are_recognised() =>
        AssertDamage(Seal(StaticBody().Replace("5913WARUNG BU SRI", "5904🍜🍜")), "damage_length_in_units", "", 0);

    [Fact]
    public void Lengths_that_count_UTF8_bytes_are_recognised() =>
        AssertDamage(Seal(StaticBody().Replace("5913WARUNG BU SRI", "5909雅加达")), "damage_length_in_bytes", "", 0);

    [Fact]
    public void A_text_that_was_merely_changed_is_explained_by_nothing()
    {
        var finding = Assert.Single(QrisInspector.Inspect(Static.Replace("BU SRI", "BU SRO")).Findings);

        Assert.Equal(("crc_mismatch", "63", 194, Static[194..]), (finding.Code, finding.Path, finding.Offset, finding.Found));
        Assert.Equal(Checksum(Static.Replace("BU SRI", "BU SRO")[..194]), finding.Expected);
    }

    [Fact]
    public void Padding_before_a_damaged_text_moves_its_offsets() =>
        AssertDamage("  " + Static.Replace(' ', '+'), "damage_plus_for_space", "", 165);

    private static QrisFinding AssertDamage(string text, string code, string path, int offset)
    {
        var inspection = QrisInspector.Inspect(text);

        Assert.False(inspection.IsValid);
        var damage = Assert.Single(inspection.Findings, finding => finding.Code.StartsWith("damage_", StringComparison.Ordinal));
        Assert.Equal((code, path, offset, QrisSeverity.Reject), (damage.Code, damage.Path, damage.Offset, damage.Severity));
        return damage;
    }

    private static string SealedWith(Predicate<string> checksum) =>
        Enumerable.Range(0, 10_000).Select(number => Seal(StaticBody(name: $"WARUNG {number}"))).First(text => checksum(text[^4..]));

    private static string ChecksumOfBytes(string latin1)
    {
        var crc = 0xFFFF;
        foreach (var character in latin1)
        {
            crc ^= (byte)character << 8;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x1021) & 0xFFFF : crc << 1;
        }

        return crc.ToString("X4", System.Globalization.CultureInfo.InvariantCulture);
    }
}
