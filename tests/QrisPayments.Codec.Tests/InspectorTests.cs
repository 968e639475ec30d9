namespace QrisPayments.Codec.Tests;

public class InspectorTests
{
    [Fact]
    public void The_checksum_of_the_standard_check_string_is_29B1() =>
        Assert.Equal("29B1", Payloads.Checksum("123456789"));

    [Fact]
    public void A_static_code_is_valid_without_a_single_finding()
    {
        var inspection = QrisInspector.Inspect(Payloads.Static);

        Assert.Empty(inspection.Findings);
        Assert.True(inspection.IsValid);
        Assert.True(inspection.IsQris);
        Assert.False(inspection.IsDynamic);
        Assert.Null(inspection.Amount);
        Assert.Null(inspection.AmountText);
        Assert.Equal("WARUNG BU SRI", inspection.MerchantName);
        Assert.Equal("JAKARTA", inspection.MerchantCity);
        Assert.Equal("10110", inspection.PostalCode);
        Assert.Equal("5812", inspection.CategoryCode);
        Assert.Equal("360", inspection.CurrencyCode);
        Assert.Equal("ID", inspection.CountryCode);
        Assert.Equal("ID0000000000018", inspection.Nmid);
        Assert.Equal("936000140000000018", inspection.Pan);
        Assert.Equal("93600014", inspection.Nns);
        Assert.Equal(QrisPanKind.Unspecified, inspection.PanKind);
        Assert.Equal("UMI", inspection.Criteria);
    }

    [Fact]
    public void A_dynamic_code_names_its_amount_in_rupiah()
    {
        var inspection = QrisInspector.Inspect(Payloads.Dynamic, QrisProfile.Strict);

        Assert.Empty(inspection.Findings);
        Assert.True(inspection.IsDynamic);
        Assert.Equal(50347, inspection.Amount);
        Assert.Equal("50347", inspection.AmountText);
    }
}
