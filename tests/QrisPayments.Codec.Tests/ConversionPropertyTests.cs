namespace QrisPayments.Codec.Tests;

public class ConversionPropertyTests
{
    private static readonly string[] AmountIds = ["01", "54", "55", "56", "57", "63"];

    [Fact]
    public void Only_the_named_objects_change() =>
        PayloadGenerators.ForAll(PayloadGenerators.Valid, PayloadGenerators.Amount, (text, amount) =>
        {
            var converted = Convert(text, new QrisConvertRequest { Amount = amount, Reamount = true });

            Assert.Equal(Others(text, AmountIds), Others(converted.Payload, AmountIds));
            var inspection = QrisInspector.Inspect(converted.Payload);
            Assert.Equal((true, true, amount, null),
                (inspection.IsValid, inspection.IsDynamic, inspection.Amount, inspection.TipIndicator));
        });

    [Fact]
    public void Keeping_it_static_leaves_the_point_of_initiation() =>
        PayloadGenerators.ForAll(PayloadGenerators.Static, PayloadGenerators.Amount, (text, amount) =>
        {
            var converted = Convert(text, new QrisConvertRequest { Amount = amount, KeepStatic = true });

            Assert.Equal(Others(text, AmountIds[1..]), Others(converted.Payload, AmountIds[1..]));
            Assert.False(QrisInspector.Inspect(converted.Payload).IsDynamic);
        });

    [Fact]
    public void A_bill_number_changes_nothing_in_62_but_itself() =>
        PayloadGenerators.ForAll(PayloadGenerators.Static, text =>
        {
            var converted = Convert(text,
                new QrisConvertRequest { Amount = 1, AdditionalData = new QrisAdditionalData { BillNumber = "INV-1" } });

            Assert.Equal(Others(text, [.. AmountIds, "62"]), Others(converted.Payload, [.. AmountIds, "62"]));
            Assert.Equal(Inside62(text), Inside62(converted.Payload));
            Assert.Equal("INV-1", QrisInspector.Inspect(converted.Payload).Find("62.01")?.Value);
        });

    [Fact]
    public void There_and_back_gives_the_static_code_again() =>
        PayloadGenerators.ForAll(PayloadGenerators.Static, PayloadGenerators.Amount, (text, amount) =>
        {
            var dynamic = Convert(text, new QrisConvertRequest { Amount = amount, Tip = QrisTip.Prompt });

            Assert.Equal(text, Assert.IsType<QrisConversion.Converted>(QrisConverter.ToStatic(dynamic.Payload)).Payload);
        });

    [Fact]
    public void The_listed_changes_are_the_changes() =>
        PayloadGenerators.ForAll(PayloadGenerators.Static, PayloadGenerators.Amount, (text, amount) =>
        {
            var converted = Convert(text, new QrisConvertRequest { Amount = amount });

            Assert.Equal(["01", "54", "63"], converted.Changes.Select(change => change.Path));
            Assert.All(converted.Changes, change => Assert.Equal(QrisInspector.Inspect(text).Find(change.Path)?.Value, change.Before));
            Assert.All(converted.Changes,
                change => Assert.Equal(QrisInspector.Inspect(converted.Payload).Find(change.Path)?.Value, change.After));
        });

    private static QrisConversion.Converted Convert(string text, QrisConvertRequest request) =>
        Assert.IsType<QrisConversion.Converted>(QrisConverter.Convert(text, request));

    private static string[] Others(string text, string[] except) =>
        [.. QrisInspector.Inspect(text).Objects.Where(item => !except.Contains(item.Id)).Select(item => item.ToString())];

    private static string[] Inside62(string text) =>
        [.. (QrisInspector.Inspect(text).Find("62")?.Children ?? []).Where(item => item.Id != "01").Select(item => item.ToString())];
}
