using QrisPayments.Codec;

namespace QrisPayments.Gateways.Tests;

/// <summary>What every other test here relies on.</summary>
public sealed class HarnessTests
{
    [Fact]
    public async Task The_stub_answers_what_it_is_told_and_keeps_what_it_was_asked()
    {
        await using var stub = await GatewayStub.StartAsync();
        stub.Answer = request => GatewayReply.Json($$"""{"asked":"{{request.Target}}"}""", 201);
        using var http = new HttpClient();

        var answer = await http.PostAsync(new Uri(stub.Address, "a%20b/c?x=1"), new StringContent("body"));

        Assert.Equal(201, (int)answer.StatusCode);
        Assert.Equal("""{"asked":"/a%20b/c?x=1"}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal(("POST", "/a%20b/c?x=1", "body"),
            (stub.Requests.Single().Method, stub.Requests.Single().Target, stub.Requests.Single().Body));
    }

    [Fact]
    public void The_printed_codes_are_sound()
    {
        Assert.All([TestQris.Printed, TestQris.PrintedWithTip, TestQris.PrintedWithoutNmid, TestQris.For(50347)],
            qris => Assert.True(QrisInspector.Inspect(qris).IsValid));
        Assert.Equal(TestQris.Nmid, QrisInspector.Inspect(TestQris.Printed).Nmid);
        Assert.Null(QrisInspector.Inspect(TestQris.PrintedWithoutNmid).Nmid);
        Assert.Equal("01", QrisInspector.Inspect(TestQris.PrintedWithTip).TipIndicator);
    }
}
