using QrisPayments.Checkout;
using QrisPayments.Reviews;
using QrisPayments.Theming;

namespace QrisPayments.Tests.Checkout;

public sealed class CheckoutStatesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 5, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(PaymentStatus.Pending, null, true, 1, CheckoutState.Pending)]
    [InlineData(PaymentStatus.Pending, null, false, 0, CheckoutState.Preparing)]
    [InlineData(PaymentStatus.Pending, null, true, 0, CheckoutState.Expired)] // to the second
    [InlineData(PaymentStatus.Pending, null, true, -1, CheckoutState.Expired)] // the row follows
    [InlineData(PaymentStatus.Pending, "claimed", true, 1, CheckoutState.Review)]
    [InlineData(PaymentStatus.Expired, null, true, -1, CheckoutState.Expired)]
    [InlineData(PaymentStatus.Expired, "late", true, -1, CheckoutState.Review)]
    [InlineData(PaymentStatus.Cancelled, null, true, 1, CheckoutState.Cancelled)]
    [InlineData(PaymentStatus.Cancelled, "late", true, 1, CheckoutState.Review)]
    [InlineData(PaymentStatus.Failed, null, false, 1, CheckoutState.Failed)]
    [InlineData(PaymentStatus.Paid, null, true, -1, CheckoutState.Paid)]
    [InlineData(PaymentStatus.Paid, "paid_twice", true, -1, CheckoutState.Paid)]
    public void The_customer_is_told_what_is_stored_and_what_time_it_is(
        PaymentStatus status, string? review, bool opened, int secondsLeft, CheckoutState expected) =>
        Assert.Equal(expected, CheckoutStates.Of(A(status, review, opened, secondsLeft), Now));

    [Theory]
    [InlineData(PaymentStatus.Pending, null, 1, true)]
    [InlineData(PaymentStatus.Pending, "claimed", 1, true)]
    [InlineData(PaymentStatus.Pending, null, 0, false)]
    [InlineData(PaymentStatus.Pending, null, -1, false)]
    [InlineData(PaymentStatus.Cancelled, null, 1, false)]
    [InlineData(PaymentStatus.Expired, null, 1, false)]
    [InlineData(PaymentStatus.Paid, null, 1, false)]
    public void A_code_is_drawn_only_while_it_may_be_paid(PaymentStatus status, string? review, int secondsLeft, bool drawn) =>
        Assert.Equal(drawn, CheckoutStates.Scannable(A(status, review, true, secondsLeft), Now) is not null);

    [Fact]
    public void Every_state_has_a_name_and_a_title_of_its_own()
    {
        var states = Enum.GetValues<CheckoutState>();
        Assert.Equal(states.Length, states.Select(CheckoutView.StateName).Distinct().Count());
        foreach (var texts in new[] { PageTexts.Indonesian, PageTexts.English })
            Assert.Equal(states.Length, states.Select(state => CheckoutView.Title(state, texts)).Distinct().Count());
    }

    private static Payment A(PaymentStatus status, string? review, bool opened, int secondsLeft) => new()
    {
        Id = "pay_1",
        OrderId = "INV-1",
        Status = status,
        Review = review,
        Amount = 50_000,
        TotalAmount = opened ? 50_347 : null,
        QrString = opened ? "0002" : null,
        ExpiresAt = opened ? Now.AddSeconds(secondsLeft) : null,
        CreatedAt = Now.AddMinutes(-15),
        PaymentUrl = "/qris/pay/pay_1",
    };
}
