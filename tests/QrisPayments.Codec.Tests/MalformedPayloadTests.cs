namespace QrisPayments.Codec.Tests;

public class MalformedPayloadTests
{
    public static TheoryData<Malformed> Table => [.. MalformedPayloads.All];

    [Fact]
    public void The_table_has_more_than_eighty_payloads_with_different_names_and_texts()
    {
        var table = MalformedPayloads.All.ToArray();

        Assert.True(table.Length >= 80, $"{table.Length} payloads");
        Assert.Equal(table.Length, table.DistinctBy(malformed => malformed.Name).Count());
        Assert.Equal(table.Length, table.DistinctBy(malformed => malformed.Text).Count());
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void A_defect_is_named_by_code_path_and_offset_and_nothing_else_is_blamed(Malformed malformed)
    {
        var inspection = QrisInspector.Inspect(malformed.Text);

        var finding = Assert.Single(inspection.Findings, IsDefect);
        Assert.Equal((malformed.Code, malformed.Path, malformed.Offset), (finding.Code, finding.Path, finding.Offset));
        Assert.False(inspection.IsValid);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void No_reader_accepts_it(Malformed malformed)
    {
        Assert.False(QrisView.TryParse(malformed.Text, out _));
        Assert.False(QrisView.TryParse(malformed.Text, out _, QrisProfile.Strict));
        Assert.False(QrisPayload.TryParse(malformed.Text, out _));
        Assert.False(QrisIdentity.TryRead(malformed.Text, out _));
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void No_conversion_accepts_it(Malformed malformed)
    {
        var refused = Assert.IsType<QrisConversion.Refused>(
            QrisConverter.Convert(malformed.Text, new QrisConvertRequest { Amount = 1000, Reamount = true }));

        Assert.Contains(refused.Findings, finding => finding.Code == malformed.Code);
        Assert.IsType<QrisConversion.Refused>(QrisConverter.ToStatic(malformed.Text));
    }

    [Fact]
    public void Every_rejecting_rule_on_payloads_has_a_payload_in_the_table()
    {
        var covered = MalformedPayloads.All.Select(malformed => malformed.Code).ToHashSet();

        var missing = QrisRules.All
            .Where(rule => rule.Severity == QrisSeverity.Reject && !IsDamage(rule.Code) && !Requests.Contains(rule.Code))
            .Select(rule => rule.Code)
            .Where(code => !covered.Contains(code));

        Assert.Empty(missing);
    }

    // Damage explains a defect and is never alone; requests are tested with the converter and the builder.
    private static readonly string[] Requests =
    [
        "not_qris", "already_dynamic", "transfer_code", "cash_code", "request_amount_missing", "request_amount_twice",
        "request_tip_malformed",
        "request_value_empty", "request_value_too_long", "request_value_character", "request_id_malformed", "additional_data_full",
        "result_differs",
    ];

    private static bool IsDefect(QrisFinding finding) => finding.Severity == QrisSeverity.Reject && !IsDamage(finding.Code);

    private static bool IsDamage(string code) => code.StartsWith("damage_", StringComparison.Ordinal);
}
