namespace QrisPayments.Codec.Tests;

public class ConverterTests
{
    [Fact]
    public void A_static_code_becomes_dynamic_with_the_amount_asked_for()
    {
        var conversion = QrisConverter.Convert(Payloads.Static, new QrisConvertRequest { Amount = 50347 });

        Assert.Equal(Payloads.Dynamic, Assert.IsType<QrisConversion.Converted>(conversion).Payload);
    }

    [Fact]
    public void Static_to_dynamic_and_back_gives_the_code_again()
    {
        var conversion = QrisConverter.ToStatic(Payloads.Dynamic);

        Assert.Equal(Payloads.Static, Assert.IsType<QrisConversion.Converted>(conversion).Payload);
    }
}
