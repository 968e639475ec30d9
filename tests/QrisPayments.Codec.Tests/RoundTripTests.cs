using static QrisPayments.Codec.Tests.Payloads;

namespace QrisPayments.Codec.Tests;

public class RoundTripTests
{
    [Fact]
    public void Reading_and_printing_gives_every_valid_payload_again() =>
        PayloadGenerators.ForAll(PayloadGenerators.Valid, text =>
        {
            Assert.True(QrisPayload.TryParse(text, out var payload));
            Assert.Equal(text, payload.ToString());
        });

    [Fact]
    public void An_inspection_opens_every_valid_payload_to_its_last_character() =>
        PayloadGenerators.ForAll(PayloadGenerators.Valid, text =>
        {
            var inspection = QrisInspector.Inspect(text);

            Assert.True(inspection.IsValid);
            Assert.Equal(text, string.Concat(inspection.Objects));
            Assert.All(Flatten(inspection.Objects),
                item => Assert.Equal(item.ToString(), text.Substring(item.Offset, item.ToString().Length)));
        });

    [Fact]
    public void The_view_the_inspection_and_the_objects_read_the_same_values() =>
        PayloadGenerators.ForAll(PayloadGenerators.Valid, text =>
        {
            Assert.True(QrisView.TryParse(text, out var view));
            var inspection = QrisInspector.Inspect(text);

            Assert.Equal(inspection.Find("59")?.Value, view.MerchantName.ToString());
            Assert.Equal(inspection.MerchantName, view.MerchantName.ToString());
            Assert.Equal(inspection.MerchantCity, view.MerchantCity.ToString());
            Assert.Equal(inspection.Find("26.01")?.Value, view.Pan.ToString());
            Assert.Equal(inspection.Find("51.02")?.Value, view.Nmid.ToString());
            Assert.Equal(inspection.AmountText ?? "", view.AmountText.ToString());
            Assert.Equal(inspection.Amount, view.Amount);
            Assert.Equal(inspection.IsDynamic, view.IsDynamic);
        });

    [Theory]
    [InlineData("5802ID")]
    [InlineData("6304")]
    [InlineData("63041234")]
    [InlineData("010211")]
    [InlineData("000201")]
    [InlineData("☕ KOPI 🍜")]
    [InlineData("👩‍🍳 BU SRI 🇮🇩")]
    [InlineData("斯里的餐馆")]
    [InlineData("Straße é ñ")]
    public void A_name_that_looks_like_something_else_is_a_name(string name)
    {
        var text = Seal(StaticBody(name: name, city: "6304"));

        Assert.True(QrisView.TryParse(text, out var view));
        Assert.Equal(name, view.MerchantName.ToString());
        Assert.Equal("6304", view.MerchantCity.ToString());
        Assert.False(view.IsDynamic);
        Assert.Equal(text, view.ToPayload().ToString());
    }

    [Fact]
    public void A_length_counts_characters_and_the_checksum_covers_bytes()
    {
        var text = Seal(StaticBody(name: "🍜🍜", city: "雅加达"));

        Assert.Contains("5902🍜🍜6003雅加达", text);
        Assert.True(QrisView.TryParse(text, out var view));
        Assert.Equal("🍜🍜", view.MerchantName.ToString());
        Assert.Equal(2, view.ToPayload().Find("59")!.Length);
    }

    [Fact]
    public void Twenty_five_emoji_are_a_name_of_twenty_five_characters()
    {
        Assert.DoesNotContain(QrisInspector.Inspect(Seal(StaticBody(name: Repeat("🍜", 25)))).Findings,
            finding => finding.Code == "merchant_name_long");
        Assert.Contains(QrisInspector.Inspect(Seal(StaticBody(name: Repeat("🍜", 26)))).Findings,
            finding => finding.Code == "merchant_name_long");
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static IEnumerable<QrisObject> Flatten(IEnumerable<QrisObject> objects) =>
        objects.SelectMany(item => Flatten(item.Children).Prepend(item));
}
