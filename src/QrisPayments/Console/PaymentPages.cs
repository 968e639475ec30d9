using System.Globalization;
using Microsoft.AspNetCore.Http;
using QrisPayments.Foundation;
using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;

namespace QrisPayments.Console;

internal sealed record PaymentsPage(
    ConsoleRequest Request, IReadOnlyList<Payment> Payments, string? Status, string? Provider, string? Search,
    IReadOnlyList<string> Providers, string? Next)
    : ConsolePage(Request, ConsoleSection.Payments, Request.Texts.Payments);

/// <summary>One payment with its story.</summary>
/// <param name="Request">The request.</param>
/// <param name="Story">All that the books hold.</param>
/// <param name="Timeline">The same in the order in which it happened.</param>
/// <param name="CanGatewayRefund">The gateway by which it was paid gives money back.</param>
/// <param name="IsSimulated">It was paid with simulated money.</param>
internal sealed record PaymentPage(
    ConsoleRequest Request, PaymentStory Story, IReadOnlyList<TimelineItem> Timeline, bool CanGatewayRefund, bool IsSimulated)
    : ConsolePage(Request, ConsoleSection.Payments, Story.Payment.OrderId)
{
    /// <summary>Of this rendering's form alone: sent twice, it makes one refund.</summary>
    public string FormKey { get; } = PublicId.New("frm");
}

internal static class PaymentPages
{
    private const int PerPage = 50;

    public static async Task ListAsync(ConsoleRequest request)
    {
        var search = request.Query("q");
        var status = request.Query("status") is { } asked && Statuses.All.Contains(asked) ? asked : null;
        var provider = request.Query("provider") is { } id && PluginId.IsValid(id) ? id : null;
        var query = new PaymentQuery
        {
            Status = status, Provider = provider, Search = search is null ? null : PaymentSearch.For(search),
            After = ReadPlace(request.Query("after")), Limit = PerPage + 1,
        };
        var found = await request.Service<PaymentReader>().ListUnshownAsync(query, request.Aborted);
        var page = found.Take(PerPage).ToList();
        var providers = request.Service<PluginHost>().Current.Installed.Where(plugin => PluginId.IsValid(plugin.Id))
            .Select(plugin => plugin.Id)
            .Concat(provider is null ? [] : [provider]).Distinct().ToList();
        KeyValuePair<string, string?>[] place = found.Count <= PerPage ? []
            : [new("q", search), new("status", status), new("provider", provider),
                new("after", WritePlace(page[^1].CreatedAt, page[^1].Id))];
        var next = place.Length == 0
            ? null
            : request.Link("/payments") + QueryString.Create(place.Where(pair => pair.Value is not null)).ToUriComponent();
        await request.RenderAsync("Payments", new PaymentsPage(request, page, status, provider, search, providers, next));
    }

    public static async Task ShowAsync(ConsoleRequest request)
    {
        if (await request.Service<PaymentStories>().FindAsync(request.Route("id"), request.Aborted) is not { } story)
        {
            await NoticePages.NotFoundAsync(request);
            return;
        }
        var paidBy = story.Attempts.LastOrDefault(attempt => attempt.State == AttemptStates.Paid)?.Account;
        await request.RenderAsync("Payment", new PaymentPage(request, story, Timeline.Of(story, request.Texts),
            paidBy is not null && request.Service<ProviderDirectory>().Find(paidBy) is { Provider: IRefund },
            !story.Payment.LiveMode && story.Credits.Any(
                credit => credit is { Outcome: Outcomes.Matched, Source: SandboxMoney.Source })));
    }

    /// <summary>Where a page of a list ended, for the address of the next.</summary>
    public static string WritePlace(DateTimeOffset at, string id) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks}.{id}");

    /// <summary>Null starts at the beginning; what is no place does so, too.</summary>
    public static (DateTimeOffset At, string Id)? ReadPlace(string? text)
    {
        if (text?.Split('.') is not [var ticks, var id] || id.Length > 64 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            return null;
        return long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at > DateTimeOffset.UnixEpoch.UtcTicks
            && at <= DateTimeOffset.MaxValue.UtcTicks
            ? (new DateTimeOffset(at, TimeSpan.Zero), id)
            : null;
    }
}
