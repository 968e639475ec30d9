using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Testing;

namespace QrisPayments.Tests.Plugins.Providers;

/// <summary>Who takes a payment, and what is said when nobody does.</summary>
public sealed class ProviderRouterTests
{
    private static readonly FakeClock Clock = new();

    private static ProviderAccount Account(
        string id, string? provider = null, long min = 1, long max = long.MaxValue, AccountRouting? routing = null) =>
        new(id, provider ?? id, new Silent(), new ProviderTraits { MinAmount = min, MaxAmount = max })
        {
            Guard = new PluginGuard(id, Clock), Routing = routing ?? new AccountRouting()
        };

    private static Route Find(long amount, string? wanted, params ProviderAccount[] accounts) =>
        ProviderRouter.Find(accounts, new RouteRequest(amount, wanted, null), Clock.GetUtcNow());

    private static string Ids(Route route) => string.Join(' ', Assert.IsType<Route.To>(route).Accounts.Select(account => account.Id));

    [Fact]
    public void The_order_stays_and_a_create_may_name_a_provider_or_one_account()
    {
        ProviderAccount[] accounts = [Account("b"), Account("a"), Account("a.second", "a")];

        Assert.Equal("b a a.second", Ids(Find(1_000, null, accounts)));
        Assert.Equal("a a.second", Ids(Find(1_000, "a", accounts)));
        Assert.Equal("a.second", Ids(Find(1_000, "a.second", accounts)));
    }

    [Fact]
    public void What_the_provider_and_the_shop_want_both_hold()
    {
        var account = Account("a", min: 1_000, max: 50_000, routing: new AccountRouting { MinAmount = 5_000, MaxAmount = 90_000 });

        Assert.IsType<Route.To>(Find(5_000, null, account));
        Assert.IsType<Route.To>(Find(50_000, null, account));
        Assert.Equal(("too_small", "amount must be from 5000 to 50000: no provider takes less."), Never(Find(4_999, null, account)));
        Assert.Equal(("too_large", "amount must be from 5000 to 50000: no provider takes more."), Never(Find(50_001, null, account)));
        Assert.Equal("no_provider", Never(Find(50_001, null, account, Account("b", min: 60_000))).Code);
    }

    private static (string Code, string Message) Never(Route route) =>
        Assert.IsType<Route.Never>(route).Fault is { Field: "amount" } fault ? (fault.Code, fault.Message) : default;

    [Fact]
    public void Who_is_switched_off_takes_nothing()
    {
        var off = Account("a", routing: new AccountRouting { IsEnabled = false });

        Assert.Null(Assert.IsType<Route.NotNow>(Find(1_000, null, off)).RetryAfter);
        Assert.Equal("b", Ids(Find(1_000, null, off, Account("b"))));
    }

    [Fact]
    public void Who_was_switched_off_replaced_or_tried_meanwhile_is_not_asked_as_before()
    {
        var (a, b, c) = (Account("a"), Account("b"), Account("c"));
        var replaced = Account("b");
        var off = Account("c", routing: new AccountRouting { IsEnabled = false });

        Assert.Same(replaced,
            Assert.Single(ProviderRouter.Still([a, replaced, off], [b, c], new RouteRequest(1_000, null, null), Clock.GetUtcNow())));
        Assert.Empty(ProviderRouter.Still([a], [b, c], new RouteRequest(1_000, null, null), Clock.GetUtcNow()));
    }

    [Fact]
    public void Who_is_not_there_may_come_back()
    {
        Assert.Equal("The provider b is not at work.", Assert.IsType<Route.NotNow>(Find(1_000, "b", Account("a"))).Reason);
        Assert.IsType<Route.NotNow>(Find(1_000, "b"));
    }

    [Fact]
    public void Outside_of_all_hours_it_says_when_the_next_begin()
    {
        // It is 12:00 in Jakarta.
        var (evening, night) =
            (Account("a", routing: new AccountRouting { Hours = "18:00-22:00" }),
                Account("b", routing: new AccountRouting { Hours = "23:00-06:00" }));

        var closed = Assert.IsType<Route.NotNow>(Find(1_000, null, night, evening));

        Assert.Equal((TimeSpan.FromHours(6), "Payments are taken again from 18:00 WIB."), (closed.RetryAfter!.Value, closed.Reason));
    }

    [Fact]
    public async Task Who_is_out_of_order_is_passed_over_and_it_says_when_the_first_is_asked_again()
    {
        var broken = Account("a");
        for (var i = 0; i < 4; i++)
            await broken.Guard.RunAsync(new PluginCall(broken.Part, "open", TimeSpan.FromSeconds(10)),
                Task<string> (_) => throw new InvalidOperationException(), CancellationToken.None);

        Assert.Equal("b", Ids(Find(1_000, null, broken, Account("b"))));
        Assert.Equal(TimeSpan.FromSeconds(15), Assert.IsType<Route.NotNow>(Find(1_000, null, broken)).RetryAfter);
    }

    [Theory]
    [InlineData("07:00-22:00", "07:00", true)]
    [InlineData("07:00-22:00", "06:59", false)]
    [InlineData("07:00-22:00", "22:00", false)]
    [InlineData("22:00-02:00", "23:59", true)]
    [InlineData("22:00-02:00", "00:00", true)]
    [InlineData("22:00-02:00", "02:00", false)]
    [InlineData("22:00-02:00", "12:00", false)]
    public void Hours_may_run_over_midnight(string hours, string time, bool open)
    {
        var at = new DateTimeOffset(new DateOnly(2026, 1, 1), TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture),
            Wib.Offset);

        Assert.Equal(open, OpeningHours.Parse(hours)!.IsOpen(at.ToUniversalTime()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7-22")]
    [InlineData("24:00-25:00")]
    [InlineData("07:00-07:00")]
    public void What_is_no_hours_is_none(string? text) => Assert.Null(OpeningHours.Parse(text));

    [Theory]
    [InlineData(25, 0, 25)]
    [InlineData(25, 1, 10)]
    [InlineData(25, 7, 4)]
    [InlineData(8, 4, 3)]
    [InlineData(1, 0, 3)]
    public void The_time_of_a_create_is_shared(int left, int others, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), AttemptOpener.TimeFor(TimeSpan.FromSeconds(left), others));

    private sealed class Silent : IPaymentProvider
    {
        public ProviderTraits Traits { get; } = new();

        public Task<OpenResult> OpenAsync(OpenRequest request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();
    }
}
