namespace QrisPayments.Tests;

public sealed class RupiahTests
{
    [Theory]
    [InlineData(0, "Rp0")]
    [InlineData(999, "Rp999")]
    [InlineData(50347, "Rp50.347")]
    [InlineData(10_000_000, "Rp10.000.000")]
    [InlineData(-1500, "-Rp1.500")]
    [InlineData(long.MaxValue, "Rp9.223.372.036.854.775.807")]
    [InlineData(long.MinValue, "-Rp9.223.372.036.854.775.808")]
    public void Money_is_written_with_dots_between_thousands_and_no_space(long amount, string written) =>
        Assert.Equal(written, Rupiah.Format(amount));
}
