using QrisPayments.Outbox;

namespace QrisPayments.Tests.Outbox;

/// <summary>Who gets a place, and who is taken for dead.</summary>
public sealed class PlacesTests
{
    private const int Total = 8;
    private const int Share = 2;

    private readonly ReceiverTrust _trust = new();
    private readonly Places _places;
    private int _deliveries;

    public PlacesTests() => _places = new Places(Total, _trust);

    /// <summary>Takes as many places as there are for it.</summary>
    private int Fill(string receiver)
    {
        var room = Math.Max(0, _places.Room(receiver, Share));
        for (var i = 0; i < room; i++) Assert.True(_places.Take($"dlv_{_deliveries++}", receiver));
        return room;
    }

    [Fact]
    public void A_receiver_that_answers_gets_its_share_and_one_that_never_did_one_place()
    {
        _trust.Answered("alive", TimeSpan.Zero);

        Assert.Equal(2, Fill("alive"));
        Assert.Equal(1, Fill("new"));
        Assert.Equal(0, Fill("alive"));
        Assert.Equal(0, Fill("new"));
    }

    [Fact]
    public void However_many_receivers_are_dead_half_of_the_places_are_left()
    {
        _trust.Answered("alive", TimeSpan.Zero);
        _trust.Answered("alive too", TimeSpan.Zero);

        Assert.Equal(4, Enumerable.Range(0, 100).Sum(i => Fill($"dead {i}")));
        Assert.Equal(2, Fill("alive"));
        Assert.Equal(2, Fill("alive too"));
        Assert.False(_places.AnyFree);
    }

    [Fact]
    public void All_places_are_never_more_than_there_are()
    {
        foreach (var i in Enumerable.Range(0, 10)) _trust.Answered($"alive {i}", TimeSpan.Zero);

        Assert.Equal(Total, Enumerable.Range(0, 10).Sum(i => Fill($"alive {i}")));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(64, 32)]
    public void With_any_number_of_places_a_new_receiver_is_asked(int total, int atOnce)
    {
        var places = new Places(total, _trust);
        var begun = Enumerable.Range(0, 100).Count(i => places.Room($"new {i}", Share) > 0 && places.Take($"dlv_{i}", $"new {i}"));

        Assert.Equal(atOnce, begun);
    }

    [Fact]
    public void A_place_is_free_again_when_it_is_left()
    {
        var room = Fill("new");
        _places.Leave("dlv_0");

        Assert.Equal((1, 1), (room, Fill("new")));
    }

    [Fact]
    public void What_is_being_made_is_not_begun_a_second_time()
    {
        Assert.True(_places.Take("dlv_1", "alive"));
        Assert.False(_places.Take("dlv_1", "alive"));
    }

    [Theory]
    [InlineData("mm", true)]
    [InlineData("mmm", false)]
    [InlineData("mmamm", true)]
    [InlineData("mmsa", true)]
    [InlineData("mms", false)]
    [InlineData("mmma", true)]
    [InlineData("s", true)]
    public void Who_misses_several_times_in_a_row_is_taken_for_dead_until_it_answers(string history, bool trusted)
    {
        _trust.Answered("shop", TimeSpan.Zero);
        foreach (var happened in history)
        {
            if (happened == 'm') _trust.Missed("shop");
            // A slow answer holds a place as long as none does.
            else _trust.Answered("shop", TimeSpan.FromSeconds(happened == 's' ? 6 : 1));
        }

        Assert.Equal(trusted, _trust.Has("shop"));
    }

    [Theory]
    [InlineData("https://shop.example/hook", "https://shop.example:443")]
    [InlineData("https://SHOP.example:443/other?x=1", "https://shop.example:443")]
    [InlineData("http://shop.example/hook", "http://shop.example:80")]
    [InlineData("https://shop.example:8443/hook", "https://shop.example:8443")]
    [InlineData("http://[::1]:5000/", "http://[::1]:5000")]
    [InlineData("https://TOKOÉ.example/", "https://xn--toko-epa.example:443")]
    [InlineData("no address", "-")]
    public void A_receiver_is_scheme_host_and_port(string url, string receiver) => Assert.Equal(receiver, Receiver.Of(url));
}
