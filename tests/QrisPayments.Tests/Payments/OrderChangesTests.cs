using System.Text.Json;
using QrisPayments.Payments;

namespace QrisPayments.Tests.Payments;

/// <summary>What makes an asked payment another one than the order's open payment, and what does not.</summary>
public sealed class OrderChangesTests
{
    private static readonly PaymentItem[] Bought =
        [new() { Id = "K1", Name = "Kopi", Price = 20_000, Quantity = 2 }, new() { Name = "Ongkir", Price = 10_000 }];

    private static readonly NewPayment Asked = new() { OrderId = "R1", Amount = 50_000, Items = Bought };

    [Fact]
    public void F04_the_same_amount_and_items_are_the_same_payment() => Assert.Empty(Changes(Asked));

    [Fact]
    public void F04_what_only_describes_it_changes_nothing() => Assert.Empty(Changes(Asked with
    {
        Description = "Lain", Customer = new Customer { Phone = "0812 3456 7890" }, CallbackUrl = "https://toko.contoh.id/c",
        RedirectUrl = "/lain", ExpiresIn = TimeSpan.FromHours(1), Metadata = new Dictionary<string, string> { ["meja"] = "7" },
        Replace = true,
    }));

    [Fact]
    public void F04_an_article_with_a_number_may_be_named_in_another_language_and_lines_may_come_in_any_sequence() =>
        Assert.Empty(Changes(Asked with { Items = [Bought[1], Bought[0] with { Name = "Coffee" }] }));

    [Fact]
    public void F04_another_amount_is_a_change() => Assert.Equal(["amount"], Changes(Asked with { Amount = 65_000 }));

    [Fact]
    public void F04_every_other_price_quantity_article_or_line_is_a_change()
    {
        foreach (var items in new PaymentItem[][]
        {
            [Bought[0] with { Price = 20_001 }, Bought[1]], [Bought[0] with { Quantity = 3 }, Bought[1]],
            [Bought[0] with { Id = "K2" }, Bought[1]], [Bought[0] with { Id = null }, Bought[1]],
            [Bought[0], Bought[1] with { Name = "Bungkus" }], [Bought[0]], [.. Bought, Bought[1]], [],
        })
            Assert.Equal(["items"], Changes(Asked with { Items = items }));
    }

    [Fact]
    public void F04_a_provider_or_method_that_the_open_payment_neither_asked_for_nor_uses_is_a_change()
    {
        Assert.Equal(["provider", "method"], Changes(Asked with { Provider = "midtrans", Method = "va" }));
        Assert.Empty(Changes(Asked with { Provider = "static-qris", Method = "qris" }));
        Assert.Empty(Changes(Asked with { Provider = "static-qris.second" }, Open() with { WantedProvider = "static-qris.second" }));
    }

    [Fact]
    public void F04_simulated_money_does_not_pay_a_live_order() =>
        Assert.Equal(["livemode"], Changes(Asked, Open() with { LiveMode = false }));

    private static PaymentRow Open() => new()
    {
        Id = "pay_1", OrderId = "R1", Amount = 50_000, LiveMode = true, Items = JsonSerializer.Serialize(Bought), Provider = "static-qris",
        Method = "qris",
    };

    private static IReadOnlyList<string> Changes(NewPayment asked, PaymentRow? open = null) => OrderChanges.Between(open ?? Open(),
        new ReadyPayment(asked, AttemptSubject.Of("pay_2", asked, TimeSpan.FromMinutes(15)), [], null, IsLive: true));
}
