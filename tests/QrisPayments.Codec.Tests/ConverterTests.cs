using static QrisPayments.Codec.Tests.Payloads;

namespace QrisPayments.Codec.Tests;

public class ConverterTests
{
    private static readonly string StaticWithData =
        Seal(StaticBody(afterPostalCode: Object("62", Object("01", "OLD") + Object("07", "A01"))));

    [Fact]
    public void A_static_code_becomes_dynamic_with_the_amount_asked_for() =>
        Assert.Equal(Dynamic, Converted(Static, new() { Amount = 50347 }));

    [Fact]
    public void Static_to_dynamic_and_back_gives_the_code_again() =>
        Assert.Equal(Static, Assert.IsType<QrisConversion.Converted>(QrisConverter.ToStatic(Dynamic)).Payload);

    [Fact]
    public void A_static_code_made_static_stays_as_it_is()
    {
        var converted = Assert.IsType<QrisConversion.Converted>(QrisConverter.ToStatic(Static));

        Assert.Equal(Static, converted.Payload);
        Assert.Empty(converted.Changes);
    }

    [Fact]
    public void Tag_01_is_put_in_where_there_is_none() =>
        Assert.Equal(Dynamic, Converted(Seal(StaticBody().Replace("010211", "")), new() { Amount = 50347 }));

    [Fact]
    public void An_amount_that_is_there_is_replaced() =>
        Assert.Equal(Dynamic, Converted(Seal(StaticBody(beforeCountry: Object("54", "1"))), new() { Amount = 50347 }));

    [Fact]
    public void The_amount_goes_before_58_wherever_58_stands()
    {
        var body = StaticBody();
        var countryFirst = Seal(body[..6] + "5802ID" + body[6..].Replace("5802ID", ""));

        Assert.StartsWith("0002015405503475802ID010212", Converted(countryFirst, new() { Amount = 50347 }));
    }

    [Fact]
    public void Keeping_it_static_leaves_11_and_names_the_amount() =>
        Assert.Equal(Seal(StaticBody("11", beforeCountry: "540550347")), Converted(Static, new() { Amount = 50347, KeepStatic = true }));

    [Theory]
    [InlineData("50347", "50347")]
    [InlineData("50347.00", "50347")]
    [InlineData("50347.", "50347")]
    [InlineData("50347.5", "50347.5")]
    [InlineData("50347.25", "50347.25")]
    [InlineData("0.01", "0.01")]
    [InlineData("9999999999999", "9999999999999")]
    public void An_amount_in_exact_text_keeps_what_counts(string asked, string written) =>
        Assert.Equal(written, QrisInspector.Inspect(Converted(Static, new() { AmountText = asked })).AmountText);

    [Fact]
    public void A_prompt_for_a_tip_is_written() =>
        Assert.Equal(Seal(StaticBody("12", beforeCountry: "54041000" + "550201")),
            Converted(Static, new() { Amount = 1000, Tip = QrisTip.Prompt }));

    [Fact]
    public void A_fixed_tip_is_written() =>
        Assert.Equal(Seal(StaticBody("12", beforeCountry: "54041000" + "550202" + "5603500")),
            Converted(Static, new() { Amount = 1000, Tip = QrisTip.Fixed(500) }));

    [Fact]
    public void A_fixed_tip_in_exact_text_is_written() =>
        Assert.Equal(Seal(StaticBody("12", beforeCountry: "54041000" + "550202" + "5606500.25")),
            Converted(Static, new() { Amount = 1000, Tip = QrisTip.Fixed("500.25") }));

    [Theory]
    [InlineData("5", "570 15")]
    [InlineData("5.5", "57035.5")]
    [InlineData("5.50", "57035.5")]
    [InlineData("99.99", "570599.99")]
    [InlineData("0.01", "57040.01")]
    public void A_percentage_tip_is_written(string percent, string written)
    {
        var tip = QrisTip.Percent(decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(Seal(StaticBody("12", beforeCountry: "54041000" + "550203" + written.Replace(" ", ""))),
            Converted(Static, new() { Amount = 1000, Tip = tip }));
    }

    [Fact]
    public void A_tip_nobody_asked_for_is_taken_out_because_the_payer_could_change_the_total() =>
        Assert.Equal(Dynamic, Converted(Seal(StaticBody(beforeCountry: "550202" + "5603500")), new() { Amount = 50347 }));

    [Fact]
    public void A_bill_number_makes_62_before_63() =>
        Assert.Equal(
            Seal(StaticBody("12", beforeCountry: "54041000", afterPostalCode: Object("62", Object("01", "INV-1")))),
            Converted(Static, new() { Amount = 1000, AdditionalData = new() { BillNumber = "INV-1" } }));

    [Fact]
    public void A_bill_number_makes_62_before_64() =>
        Assert.Contains("62090105INV-1" + "6416", Converted(
            Seal(StaticBody(afterPostalCode: Object("64", Object("00", "en") + Object("01", "Sri's ")))),
                new() { Amount = 1000, AdditionalData = new() { BillNumber = "INV-1" } }));

    [Fact]
    public void Additional_data_are_merged_in_place_and_the_rest_follows() =>
        Assert.Equal(
            Seal(StaticBody("12", beforeCountry: "54041000",
                afterPostalCode: Object("62", Object("01", "NEW") + Object("07", "A01") + Object("05", "REF") + Object("08", "COFFEE")))),
            Converted(StaticWithData,
                new() { Amount = 1000, AdditionalData = new() { BillNumber = "NEW", ReferenceLabel = "REF", Purpose = "COFFEE" } }));

    [Fact]
    public void Additional_data_without_a_value_change_nothing()
    {
        Assert.Equal(Dynamic, Converted(Static, new() { Amount = 50347, AdditionalData = new() }));
        Assert.Contains(Object("62", Object("01", "OLD") + Object("07", "A01")),
            Converted(StaticWithData, new() { Amount = 1, AdditionalData = new() }));
    }

    [Fact]
    public void Odd_spacing_unknown_objects_and_unusual_order_stay_as_they_are()
    {
        var body = "000201" + Object("99", "  x ") + Object("60", " KOTA  LAMA ") + Object("59", "5802ID") + Object("62", Object("98", "?"))
            + StaticBody()[6..153];

        var converted = Assert.IsType<QrisConversion.Converted>(QrisConverter.Convert(Seal(body), new() { Amount = 5 }));

        Assert.Equal(Seal(body.Replace("010211", "010212").Replace("5303360", "5303360" + "54015")), converted.Payload);
    }

    [Fact]
    public void Padding_around_a_code_and_a_lower_case_checksum_do_not_reach_the_new_code() =>
        Assert.Equal(Dynamic, Converted("\uFEFF" + Static + "\r\n", new() { Amount = 50347 }));

    [Fact]
    public void A_dynamic_code_is_given_another_amount_only_when_asked_explicitly()
    {
        AssertRefused(Dynamic, new() { Amount = 1 }, "already_dynamic", "01");

        Assert.Equal(Seal(StaticBody("12", beforeCountry: "54011")), Converted(Dynamic, new() { Amount = 1, Reamount = true }));
    }

    [Fact]
    public void The_changes_name_every_object_with_both_values()
    {
        var converted = Assert.IsType<QrisConversion.Converted>(QrisConverter.Convert(
            StaticWithData, new() { Amount = 1000, AdditionalData = new() { BillNumber = "NEW", ReferenceLabel = "REF" } }));

        Assert.Equal(
        [
            new() { Path = "01", Kind = QrisChangeKind.Changed, Before = "11", After = "12" },
            new() { Path = "54", Kind = QrisChangeKind.Added, After = "1000" },
            new() { Path = "62.01", Kind = QrisChangeKind.Changed, Before = "OLD", After = "NEW" },
            new() { Path = "62.05", Kind = QrisChangeKind.Added, After = "REF" },
            new() { Path = "63", Kind = QrisChangeKind.Changed, Before = StaticWithData[^4..], After = converted.Payload[^4..] },
        ], converted.Changes);
    }

    [Fact]
    public void Going_back_lists_what_went()
    {
        var converted = Assert.IsType<QrisConversion.Converted>(QrisConverter.ToStatic(Dynamic));

        Assert.Contains(new() { Path = "54", Kind = QrisChangeKind.Removed, Before = "50347" }, converted.Changes);
    }

    [Theory]
    [InlineData("BOOK", "transfer_code")]
    [InlineData("DMCT", "transfer_code")]
    [InlineData("XBCT", "transfer_code")]
    [InlineData("CWDL", "cash_code")]
    [InlineData("CDPT", "cash_code")]
    public void Transfer_and_cash_codes_are_refused(string purpose, string code)
    {
        var text = Seal(StaticBody(afterPostalCode: Object("62", Object("08", purpose))));

        AssertRefused(text, new() { Amount = 1000 }, code, "62.08");
        Assert.IsType<QrisConversion.Refused>(QrisConverter.ToStatic(text));
        AssertRefused(Static, new() { Amount = 1000, AdditionalData = new() { Purpose = purpose } }, code, "62.08");
    }

    [Fact]
    public void A_person_to_person_code_without_criteria_is_valid_and_refused()
    {
        var account = Object("00", "ID.CO.CONTOH.WWW") + Object("01", "9360001410000000018") + Object("02", "BENEFICIARY")
            + Object("04", "CONTIDJA");
        var text = Seal(StaticBody("12").Replace(Object("26", Acquirer()), Object("40", account))
            + Object("62", Object("08", "DMCT") + Object("99", "0002000108ABCDEFGH")));

        Assert.True(QrisInspector.Inspect(text).IsValid);
        Assert.Equal("DMCT", QrisInspector.Inspect(text).Purpose);
        Assert.DoesNotContain(QrisInspector.Inspect(text).Findings, finding => finding.Path.StartsWith("40", StringComparison.Ordinal));
        AssertRefused(text, new() { Amount = 1000, Reamount = true }, "transfer_code", "62.08");
    }

    [Fact]
    public void Another_countrys_code_is_refused() =>
        AssertRefused(ForeignCodeTests.PayNow, new() { Amount = 1000, Reamount = true }, "not_qris", "58");

    [Theory]
    [InlineData(0L, "amount_zero")]
    [InlineData(-1L, "amount_malformed")]
    [InlineData(long.MinValue, "amount_malformed")]
    [InlineData(10_000_000_000_000L, "amount_too_long")]
    [InlineData(long.MaxValue, "amount_too_long")]
    public void An_impossible_amount_in_rupiah_is_refused(long amount, string code) =>
        AssertRefused(Static, new() { Amount = amount }, code, "54");

    [Theory]
    [InlineData("", "amount_malformed")]
    [InlineData("0.00", "amount_zero")]
    [InlineData("13.000", "amount_too_precise")]
    [InlineData("13,000", "amount_malformed")]
    [InlineData("1e3", "amount_malformed")]
    [InlineData(" 1000", "amount_malformed")]
    [InlineData("+1000", "amount_malformed")]
    [InlineData("٥٠٠٠", "amount_malformed")]
    [InlineData("0100", "amount_leading_zero")]
    [InlineData("12345678901.00", "amount_too_long")]
    public void An_impossible_amount_in_text_is_refused(string amount, string code) =>
        AssertRefused(Static, new() { AmountText = amount }, code, "54");

    [Fact]
    public void An_amount_must_be_given_once()
    {
        AssertRefused(Static, new(), "request_amount_missing", "54");
        AssertRefused(Static, new() { Amount = 1, AmountText = "1" }, "request_amount_twice", "54");
    }

    public static TheoryData<QrisTip, string> ImpossibleTips => new()
    {
        { QrisTip.Fixed(0), "56" },
        { QrisTip.Fixed(-5), "56" },
        { QrisTip.Fixed("5,0"), "56" },
        { QrisTip.Fixed((string)null!), "56" },
        { QrisTip.Percent(0m), "57" },
        { QrisTip.Percent(-1m), "57" },
        { QrisTip.Percent(100m), "57" },
        { QrisTip.Percent(5.125m), "57" },
        { QrisTip.Percent(decimal.MaxValue), "57" },
        { QrisTip.Percent(0.0000000000000000000000000001m), "57" },
    };

    [Theory]
    [MemberData(nameof(ImpossibleTips))]
    public void An_impossible_tip_is_refused(QrisTip tip, string path) =>
        AssertRefused(Static, new() { Amount = 1000, Tip = tip }, "request_tip_malformed", path);

    [Theory]
    [InlineData("", "request_value_empty")]
    [InlineData("12345678901234567890123456", "request_value_too_long")]
    [InlineData("INV\n1", "request_value_character")]
    [InlineData("KOPI ☕", "request_value_character")]
    [InlineData("\uD83C", "request_value_character")]
    public void An_impossible_bill_number_is_refused(string bill, string code) =>
        AssertRefused(Static, new() { Amount = 1000, AdditionalData = new() { BillNumber = bill } }, code, "62.01");

    [Fact]
    public void An_impossible_consumer_data_request_is_refused() =>
        AssertRefused(Static, new() { Amount = 1000, AdditionalData = new() { ConsumerDataRequest = "AA" } }, "consumer_data_malformed",
            "62.09");

    [Fact]
    public void Additional_data_that_no_longer_fit_are_refused()
    {
        var full = new string('X', 25);
        AssertRefused(Static,
            new()
            {
                Amount = 1000, AdditionalData = new() { BillNumber = full, StoreLabel = full, ReferenceLabel = full, TerminalLabel = full }
            }, "additional_data_full", "62");

        Assert.Equal(3, QrisInspector.Inspect(
            Converted(Static, new()
            {
                Amount = 1000, AdditionalData = new() { BillNumber = full, StoreLabel = full, ReferenceLabel = full }
            })).Find("62")!.Children.Count);
    }

    [Fact]
    public void A_code_that_becomes_too_long_is_refused()
    {
        var filler = string.Concat(Enumerable.Range(80, 3).Select(id => Object($"{id}", Object("00", new string('F', 95)))));
        var text = Seal(StaticBody(afterPostalCode: filler));
        Assert.True(QrisView.TryParse(text, out _));
        Assert.Equal(507, text.Length);

        AssertRefused(text, new() { Amount = 9_999_999_999_999 }, "payload_too_long", "");
        Assert.Equal(512, Converted(text, new() { Amount = 1 }).Length);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var refused = Assert.IsType<QrisConversion.Refused>(QrisConverter.Convert(
            Static.Replace("BU SRI", "BU SRO"), new() { Amount = 0, Tip = QrisTip.Fixed(0), AdditionalData = new() { BillNumber = "" } }));

        Assert.Equal(["amount_zero", "request_tip_malformed", "request_value_empty", "crc_mismatch"],
            refused.Findings.Select(finding => finding.Code));
    }

    [Fact]
    public void No_text_is_refused() =>
        AssertRefused(null, new() { Amount = 1 }, "empty", "");

    [Fact]
    public void No_request_is_a_mistake_of_the_caller() =>
        Assert.Throws<ArgumentNullException>(() => QrisConverter.Convert(Static, null!));

    [Fact]
    public void A_result_holds_the_payload_with_its_changes_or_the_findings()
    {
        if (QrisConverter.Convert(Static, new() { Amount = 50347 }) is not QrisConversion.Converted { Payload: var payload,
            Changes: var changes })
            throw new InvalidOperationException();
        if (QrisConverter.Convert(Static, new()) is not QrisConversion.Refused { Findings: var findings })
            throw new InvalidOperationException();

        Assert.Equal((Dynamic, 3, 1), (payload, changes.Count, findings.Count));
    }

    [Theory]
    [InlineData("12", "50347", null, true)]
    [InlineData("11", "50347", null, false)]
    [InlineData("12", "50346", null, false)]
    [InlineData("12", null, null, false)]
    [InlineData("12", "50347", "01", false)]
    [InlineData(null, "50347", null, true)]
    public void What_was_written_must_read_back_as_it_was_asked_for(string? point, string? amount, string? tip, bool isMet)
    {
        Assert.True(QrisView.TryParse(Dynamic, out var view));

        Assert.Equal(isMet, new PayloadEdit { Point = point, Amount = amount, TipIndicator = tip }.IsMetBy(view));
    }

    private static string Converted(string text, QrisConvertRequest request) =>
        Assert.IsType<QrisConversion.Converted>(QrisConverter.Convert(text, request)).Payload;

    private static void AssertRefused(string? text, QrisConvertRequest request, string code, string path)
    {
        var finding = Assert.Single(Assert.IsType<QrisConversion.Refused>(QrisConverter.Convert(text, request)).Findings);
        Assert.Equal((code, path, QrisSeverity.Reject), (finding.Code, finding.Path, finding.Severity));
    }
}
