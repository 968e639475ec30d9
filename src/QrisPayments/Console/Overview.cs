using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Storage;

namespace QrisPayments.Console;

/// <summary>How the shop stands, in a few numbers.</summary>
internal sealed record OverviewNumbers
{
    public long OpenReviews { get; init; }
    public long UnmatchedCount { get; init; }
    public long UnmatchedSum { get; init; }
    public long PaidCount { get; init; }
    public long PaidSum { get; init; }
    public long WaitingCount { get; init; }
    public long DeadDeliveries { get; init; }
    public long OpenRefunds { get; init; }
    public long OpenDisputes { get; init; }
}

/// <summary>Counts it, each number by an index.</summary>
internal sealed class Overview(Database database, PluginHost plugins)
{
    private const string Numbers = """
        SELECT (SELECT COUNT(*) FROM qris_reviews WHERE state = 'open') AS OpenReviews,
               (SELECT COUNT(*) FROM qris_reviews WHERE state = 'open' AND kind = 'refund') AS OpenRefunds,
               (SELECT COUNT(*) FROM qris_reviews WHERE state = 'open' AND kind = 'dispute') AS OpenDisputes,
               (SELECT COUNT(*) FROM qris_credits WHERE outcome = 'unmatched') AS UnmatchedCount,
               (SELECT COALESCE(SUM(amount), 0) FROM qris_credits WHERE outcome = 'unmatched') AS UnmatchedSum,
               (SELECT COUNT(*) FROM qris_payments WHERE paid_at >= @today AND livemode = @live) AS PaidCount,
               (SELECT COALESCE(SUM(paid_amount), 0) FROM qris_payments WHERE paid_at >= @today AND livemode = @live) AS PaidSum,
               (SELECT COUNT(*) FROM qris_payments WHERE status = 'pending' AND expires_at > @now) AS WaitingCount,
               (SELECT COUNT(*) FROM qris_deliveries WHERE kind = 'callback' AND state = 'dead') AS DeadDeliveries
        """;

    public async Task<OverviewNumbers> ReadAsync(DateTimeOffset now, bool live, CancellationToken cancellationToken) =>
        (await database.RunAsync(
            s => s.FirstOrDefaultAsync<OverviewNumbers>(Numbers, new { now = now.ToDb(), today = StartOfDay(now).ToDb(), live }),
            cancellationToken))!;

    /// <summary>Plugins that may not run.</summary>
    public IReadOnlyList<InstalledPlugin> Refused => [.. plugins.Current.Installed.Where(plugin => plugin.State == PluginState.Refused)];

    /// <summary>Accounts that cannot be paid to because something is wrong with them.</summary>
    public IReadOnlyList<AccountState> Unhealthy =>
        [.. plugins.Current.Accounts.Where(account => account.Faults.Count > 0 || account.Failure is not null)];

    /// <summary>Plugins that are left alone after too many faults.</summary>
    public IReadOnlyList<InstalledPlugin> Troubled =>
        [.. plugins.Current.Installed.Where(plugin => plugin.Loaded?.Guard.Health.Condition == PluginCondition.Open)];

    /// <summary>Midnight in Western Indonesia.</summary>
    public static DateTimeOffset StartOfDay(DateTimeOffset now)
    {
        var local = now.ToOffset(Wib.Offset);
        return new DateTimeOffset(local.Date, Wib.Offset);
    }
}

internal sealed record OverviewPage(
    ConsoleRequest Request, OverviewNumbers Numbers, IReadOnlyList<InstalledPlugin> Refused, IReadOnlyList<AccountState> Unhealthy,
    IReadOnlyList<InstalledPlugin> Troubled, IReadOnlyList<Payment> Latest)
    : ConsolePage(Request, ConsoleSection.Overview, Request.Texts.Overview);

internal static class OverviewPages
{
    public static async Task ShowAsync(ConsoleRequest request)
    {
        var overview = request.Service<Overview>();
        var numbers = await overview.ReadAsync(request.Now, live: !request.Sandbox, request.Aborted);
        var latest = await request.Service<Payments.PaymentReader>()
            .ListUnshownAsync(new Payments.PaymentQuery { Limit = 6 }, request.Aborted);
        await request.RenderAsync("Overview",
            new OverviewPage(request, numbers, overview.Refused, overview.Unhealthy, overview.Troubled, latest));
    }
}
