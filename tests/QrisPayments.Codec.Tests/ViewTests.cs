using static QrisPayments.Codec.Tests.Payloads;

namespace QrisPayments.Codec.Tests;

public class ViewTests
{
    [Fact]
    public void Checking_and_reading_allocate_nothing()
    {
        var texts = new[] { Static, Dynamic, Static.Replace(' ', '+'), "\uFEFF" + Static + "\n", Seal(StaticBody(name: "KOPI ☕🍜")), "hello",
            new string('0', 100_000) };
        var valid = 0;
        foreach (var text in texts) valid += Read(text);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            foreach (var text in texts) valid += Read(text);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(4 * 101, valid);
    }

    [Fact]
    public void A_value_is_a_slice_of_the_callers_text()
    {
        Assert.True(QrisView.TryParse(Static, out var view));

        Assert.True(Static.AsSpan().Overlaps(view.MerchantName, out var offset));
        Assert.Equal(157, offset);
    }

    [Fact]
    public void Objects_are_read_by_id_at_both_levels()
    {
        Assert.True(QrisView.TryParse(Dynamic, out var view));

        Assert.Equal("12", view[1].ToString());
        Assert.Equal("UMI", view[26, 3].ToString());
        Assert.Equal("ID.CO.QRIS.WWW", view[51, 0].ToString());
        Assert.Equal(("93600014", "UMI", "ID0000000000018"), (view.Nns.ToString(), view.Criteria.ToString(), view.Nmid.ToString()));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(int.MaxValue)]
    public void An_object_that_is_not_there_is_empty(int id)
    {
        Assert.True(QrisView.TryParse(Dynamic, out var view));

        Assert.True(view[id].IsEmpty);
        Assert.True(view[id, 0].IsEmpty);
        Assert.True(view[26, id == 2 ? 7 : id].IsEmpty);
    }

    [Theory]
    [InlineData("98.", 98L)]
    [InlineData("50347.00", 50347L)]
    [InlineData("0050347", 50347L)]
    [InlineData("50347.50", null)]
    [InlineData("9999999999999", 9999999999999L)]
    public void The_amount_is_whole_rupiah_or_nothing(string written, long? rupiah)
    {
        Assert.True(QrisView.TryParse(Seal(StaticBody("12", beforeCountry: Object("54", written))), out var view));

        Assert.Equal(rupiah, view.Amount);
    }

    [Theory]
    [InlineData("936000140", QrisPanKind.Unspecified)]
    [InlineData("936000141", QrisPanKind.Debit)]
    [InlineData("936000142", QrisPanKind.Credit)]
    [InlineData("936000143", QrisPanKind.ElectronicMoney)]
    [InlineData("936000149", QrisPanKind.Reserved)]
    [InlineData("93600014", null)]
    public void The_ninth_digit_of_the_PAN_tells_the_kind_of_account(string pan, QrisPanKind? kind) =>
        Assert.Equal(kind, QrisInspector.Inspect(Seal(StaticBody(acquirer: Acquirer(pan)))).PanKind);

    [Fact]
    public void A_path_finds_objects_at_every_level()
    {
        var payload = Seal(StaticBody(afterPostalCode: Object("62", Object("50", Object("00", "ID.CO.X") + Object("01", "Y")))));

        Assert.True(QrisPayload.TryParse(payload, out var objects));
        Assert.Equal("Y", objects.Find("62.50.01")?.Value);
        Assert.Equal("50", objects.Find("62.50")?.Id);
        Assert.Null(objects.Find("62.50.02"));
        Assert.Null(objects.Find(""));
        Assert.Null(objects.Find("6"));
    }

    private static int Read(string text)
    {
        if (!QrisView.TryParse(text, out var view)) return 0;
        return view.MerchantName.Length > 0 && view.Pan.Length > 0 && view.Nmid.Length > 0 && view.Amount is null or 50347 ? 1 : 0;
    }
}
