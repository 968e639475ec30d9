using QrisPayments.Apps;

namespace QrisPayments.Tests.Notifications;

public sealed class CallbackSecretTests
{
    [Fact]
    public void A_secret_is_whsec_and_base64_of_24_to_64_bytes()
    {
        var bytes = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();

        Assert.Equal(bytes, CallbackSecret.Bytes("whsec_" + Convert.ToBase64String(bytes)));
        Assert.Null(CallbackSecret.Bytes(Convert.ToBase64String(bytes)));
        Assert.Null(CallbackSecret.Bytes("whsec_" + Convert.ToBase64String(bytes[..23])));
        Assert.Null(CallbackSecret.Bytes("whsec_" + Convert.ToBase64String(new byte[65])));
        Assert.Null(CallbackSecret.Bytes("whsec_not base64"));
    }
}
