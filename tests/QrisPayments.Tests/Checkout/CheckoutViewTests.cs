using Microsoft.AspNetCore.Http;
using QrisPayments.Checkout;
using QrisPayments.Theming;

namespace QrisPayments.Tests.Checkout;

public sealed class CheckoutViewTests
{
    [Theory]
    [InlineData(50_000, 347, 0, "Rp50.", "347")]
    [InlineData(50_000, 7, 0, "Rp50.", "007")]
    [InlineData(1_000_000, 999, 0, "Rp1.000.", "999")]
    [InlineData(50_500, 47, 0, "Rp50.547", "")] // the last digits are not the code alone
    [InlineData(50_000, 347, 1_000, "Rp51.347", "")]
    [InlineData(50_000, 0, 0, "Rp50.000", "")]
    public void The_unique_code_is_marked_only_where_the_last_digits_are_it(long amount, int code, long fee, string head, string tail) =>
        Assert.Equal((head, tail), CheckoutView.Split(new Payment
        {
            Id = "pay_1", OrderId = "1", Status = PaymentStatus.Pending, Amount = amount, UniqueCode = code, Fee = fee,
            TotalAmount = amount + code + fee, CreatedAt = default, PaymentUrl = "/",
        }));

    [Theory]
    [InlineData("", null, "id")]
    [InlineData("?lang=en", null, "en")]
    [InlineData("?lang=id", "en", "id")]
    [InlineData("?lang=fr", "en", "en")]
    [InlineData("", "en-US,en;q=0.9", "en")]
    [InlineData("", "id-ID,id;q=0.9,en;q=0.8", "id")]
    [InlineData("", "en;q=0.3,id;q=0.8", "id")]
    [InlineData("", "in-ID", "id")]
    [InlineData("", "zh-CN,zh;q=0.9,en;q=0.1", "en")]
    [InlineData("", "en;q=0", "id")]
    [InlineData("", "fr", "id")]
    [InlineData("", ";;;\u0001", "id")]
    public void The_address_decides_the_language_then_the_browser_then_Indonesian(string query, string? accept, string expected)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new QueryString(query);
        if (accept is not null)
            request.Headers.AcceptLanguage = accept;

        Assert.Equal(expected, PageLanguage.Of(request));
    }

    [Fact]
    public void A_file_name_takes_only_harmless_letters_of_the_order_number() =>
        Assert.Equal("QRIS-INV-1_a.png", CheckoutView.FileName(new Payment
        {
            Id = "pay_1", OrderId = "INV-1_a/../\"é\n", Status = PaymentStatus.Pending, Amount = 1, CreatedAt = default, PaymentUrl = "/",
        }));
}
