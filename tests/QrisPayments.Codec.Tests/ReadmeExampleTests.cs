namespace QrisPayments.Codec.Tests;

/// <summary>The three examples of src/QrisPayments.Codec/README.md, word for word.</summary>
public class ReadmeExampleTests
{
    private static readonly string scanned = Payloads.Static;

    [Fact]
    public void Checking_a_code()
    {
        var log = new List<string>();

        // --- README 1
        var inspection = QrisInspector.Inspect(scanned);

        if (inspection.IsValid && inspection.IsQris)
            log.Add($"{inspection.MerchantName}, {inspection.MerchantCity}, NMID {inspection.Nmid}");

        foreach (var finding in inspection.Findings)
            log.Add($"{finding.Severity} {finding.Code} at {finding.Path}, {finding.Offset}: {finding.Message}");
        // ---

        Assert.Equal(["WARUNG BU SRI, JAKARTA, NMID ID0000000000018"], log);
    }

    [Fact]
    public void Putting_an_amount_into_a_static_code()
    {
        // --- README 2
        var conversion = QrisConverter.Convert(scanned, new QrisConvertRequest
        {
            Amount = 50_347,
            AdditionalData = new QrisAdditionalData { BillNumber = "INV-1" },
        });

        var text = conversion switch
        {
            QrisConversion.Converted converted => converted.Payload,
            QrisConversion.Refused refused => string.Join('\n', refused.Findings.Select(finding => finding.MessageId)),
            _ => throw new InvalidOperationException(),
        };
        // ---

        Assert.Equal(50_347, QrisInspector.Inspect(text).Amount);
        Assert.Equal("INV-1", QrisInspector.Inspect(text).Find("62.01")?.Value);
    }

    [Fact]
    public void Checking_what_a_gateway_sent_before_it_is_shown()
    {
        var qrString = Payloads.Dynamic;

        // --- README 3
        // No allocation: the values are slices of qrString.
        var isOurs = QrisView.TryParse(qrString, out var view)
            && view.IsQris && view.IsDynamic && view.Amount == 50_347
            && view.Nmid is "ID0000000000018";
        // ---

        Assert.True(isOurs);
    }
}
