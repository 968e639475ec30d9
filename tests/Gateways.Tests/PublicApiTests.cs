using System.Reflection;
using QrisPayments.Tests.Architecture;

namespace QrisPayments.Gateways.Tests;

public sealed class PublicApiTests
{
    [Theory]
    [InlineData("QrisPayments.BayarGg")]
    [InlineData("QrisPayments.MamzPay")]
    [InlineData("QrisPayments.Midtrans")]
    [InlineData("QrisPayments.MidtransMiddleware")]
    [InlineData("QrisPayments.PayDigital")]
    [InlineData("QrisPayments.Qiospay")]
    public void What_a_gateways_package_offers_changes_only_on_purpose(string assembly) =>
        PublicApi.IsAsWrittenDown(Assembly.Load(assembly));
}
