using System.Globalization;
using static QrisPayments.Codec.Tests.Payloads;

namespace QrisPayments.Codec.Tests;

public class CultureTests
{
    public static TheoryData<string> Cultures => ["tr-TR", "ar-SA", "fa-IR", "th-TH", "id-ID", "de-DE", "sv-SE", "hi-IN"];

    [Theory]
    [MemberData(nameof(Cultures))]
    public void A_host_in_any_culture_reads_and_writes_the_same(string culture)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            // A copy whose signs and separators are as unlike ours as they come.
            var hostile = (CultureInfo)CultureInfo.GetCultureInfo(culture).Clone();
            hostile.NumberFormat.NegativeSign = "±";
            hostile.NumberFormat.NumberDecimalSeparator = "٫";
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = hostile;

            var conversion = QrisConverter.Convert(Seal(StaticBody().Replace("5802ID", "5802id")),
                new QrisConvertRequest { Amount = 50347, Tip = QrisTip.Percent(5.5m) });

            var payload = Assert.IsType<QrisConversion.Converted>(conversion).Payload;
            Assert.Equal(Seal(StaticBody("12", beforeCountry: "540550347" + "550203" + "57035.5").Replace("5802ID", "5802id")), payload);
            var inspection = QrisInspector.Inspect(payload);
            Assert.Equal((true, 50347, "country_lower_case"),
                (inspection.IsQris, inspection.Amount, Assert.Single(inspection.Findings).Code));
            Assert.Equal("amount_malformed",
                Assert.IsType<QrisConversion.Refused>(
                    QrisConverter.Convert(Static, new QrisConvertRequest { Amount = -5 })).Findings[0].Code);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }
}
