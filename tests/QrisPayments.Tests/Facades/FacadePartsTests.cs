using System.Numerics;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;

namespace QrisPayments.Tests.Facades;

/// <summary>The parts that decide without a host.</summary>
public sealed class FacadePartsTests
{
    [Fact]
    public void A_fee_is_the_exact_percentage_with_halves_up()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var amount = random.NextInt64(1, 10_000_001);
            var hundredths = random.Next(0, 10_001);
            var fee = AddedFee.Of(amount, hundredths / 100m);
            // |fee - exact| ≤ 1/2, and exactly one half goes up: 20000·fee - 2·amount·hundredths lies in (-10000, 10000].
            var distance = 20_000 * new BigInteger(fee) - 2 * new BigInteger(amount) * hundredths;
            Assert.True(distance > -10_000 && distance <= 10_000, $"{amount} at {hundredths / 100m} %: {fee}");
        }
        Assert.Equal((0, 1, 350, 10_000_000),
            (AddedFee.Of(49, 1), AddedFee.Of(50, 1), AddedFee.Of(50_000, 0.7m), AddedFee.Of(10_000_000, 100)));
    }

    [Theory]
    [InlineData("GET", "status/INV-1", "GET status/{id} INV-1")]
    [InlineData("GET", "status/all", "GET status/all")]
    [InlineData("GET", "status/all.php", "GET status/all")]
    [InlineData("GET", "status/a.php", "GET status/{id} a.php")]
    [InlineData("GET", "status/a%2fb", "GET status/{id} a/b")]
    [InlineData("POST", "status/INV-1", "* status/{id} INV-1")]
    [InlineData("HEAD", "status/all", "GET status/all")]
    [InlineData("POST", "status/all", "* status/{id} all")]
    [InlineData("GET", "status", "404")]
    [InlineData("GET", "statuses/1", "404")]
    [InlineData("PUT", "create", "405 POST")]
    [InlineData("GET", "", "GET ")]
    public void The_closest_route_answers(string method, string path, string expected)
    {
        FacadeHandler nothing = (_, _, _) => throw new InvalidOperationException();
        var table = new FacadeRouteTable(
            [new("*", "status/{id}", nothing), new("GET", "status/{id}", nothing), new("GET", "status/all", nothing),
                new("POST", "create", nothing), new("GET", "", nothing)]);
        var found = table.Find(method, path) switch
        {
            FacadeMatch.Found match => string.Join(' ', [match.Route.Method, match.Route.Path, .. match.Values.Values]),
            FacadeMatch.WrongMethod wrong => "405 " + string.Join(',', wrong.Allowed),
            _ => "404",
        };
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("GET", "/api/list")]
    [InlineData("GET", "api//list")]
    [InlineData("GET", "api/{}")]
    [InlineData("GET", "api/{**rest}")]
    [InlineData("GET", "api/../x")]
    [InlineData("get", "api")]
    public void A_route_that_cannot_be_read_is_named(string method, string path) =>
        Assert.Contains(path,
            Assert.Throws<ArgumentException>(
                () => new FacadeRouteTable([new(method, path, (_, _, _) => throw new InvalidOperationException())])).Message,
                    StringComparison.Ordinal);
}
