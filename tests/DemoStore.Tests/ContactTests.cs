using DemoStore.Orders;

namespace DemoStore.Tests;

public class ContactTests
{
    [Theory]
    [InlineData("dewi@example.com")]
    [InlineData(" dewi.l+toko@mail.example.co.id ")]
    public void An_address_with_an_at_sign_is_mail(string text) => Assert.Equal(new Contact(text.Trim(), null), Contact.Parse(text));

    [Theory]
    [InlineData("081234567890")]
    [InlineData("0812.3456.7890")]
    [InlineData("+62 812-3456-7890")]
    [InlineData("(0341) 551234")]
    public void Digits_are_a_phone(string text) => Assert.Equal(new Contact(null, text), Contact.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("dewi")]
    [InlineData("dewi@")]
    [InlineData("dewi@rumah")]
    [InlineData("a b@example.com")]
    [InlineData("1234567")]
    [InlineData("0812345678901234567890")]
    [InlineData("081234567890<script>")]
    public void Anything_else_is_neither(string? text) => Assert.Null(Contact.Parse(text));

    [Fact]
    public void Mail_addresses_have_the_length_that_the_payment_takes() =>
        Assert.Null(Contact.Parse(new string('a', 250) + "@example.com"));
}
