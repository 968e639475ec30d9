using QrisPayments.Midtrans;
using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.Midtrans;

public sealed class SettingsTests
{
    [Theory]
    [InlineData(MidtransMode.CoreQris, true, "https://api.midtrans.com/")]
    [InlineData(MidtransMode.CoreQris, false, "https://api.sandbox.midtrans.com/")]
    [InlineData(MidtransMode.Snap, true, null)]
    public void G4_the_host_is_pinned_where_there_is_one(MidtransMode mode, bool isProduction, string? expected) =>
        Assert.Equal(expected, ((IGatewayAddress)new MidtransSettings { Mode = mode, IsProduction = isProduction }).BaseUrl?.AbsoluteUri);

    [Theory]
    [InlineData("Mid-client-0", "key_swapped")]
    [InlineData("Mid server 0", "key_text")]
    public void A_key_that_cannot_be_the_server_key_is_named(string key, string code) =>
        Assert.Equal(code, Assert.Single(new MidtransSettings { ServerKey = key }.Check()).Code);

    [Fact]
    public void A_sound_setting_has_no_fault() => Assert.Empty(new MidtransSettings { ServerKey = "fake-server-key" }.Check());
}
