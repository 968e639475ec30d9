using Microsoft.AspNetCore.Http;
using QrisPayments.Money;

namespace QrisPayments.Console;

/// <summary>The lists of money and cases; exactly one of the two kinds of rows is shown.</summary>
internal sealed record MoneyPage(
    ConsoleRequest Request, string Tab, long Cases, long UnmatchedCount, IReadOnlyList<CaseRow> Rows, IReadOnlyList<Credit> Unmatched,
    string? Next)
    : ConsolePage(Request, ConsoleSection.Money, Request.Texts.Money);

internal static class MoneyPages
{
    private const int PerPage = 50;

    public static Task CasesAsync(ConsoleRequest request) => CasesAsync(request, "", request.Service<MoneyDesk>().OpenAsync);

    public static Task ResolvedAsync(ConsoleRequest request) =>
        CasesAsync(request, "/resolved", request.Service<MoneyDesk>().ResolvedAsync);

    private static async Task CasesAsync(
        ConsoleRequest request, string tab, Func<(DateTimeOffset At, string Id)?, int, CancellationToken, Task<List<CaseRow>>> read)
    {
        var rows = await read(PaymentPages.ReadPlace(request.Query("after")), PerPage + 1, request.Aborted);
        var page = rows.Take(PerPage).ToList();
        await RenderAsync(request, tab, page, [], rows.Count > PerPage ? Next(request, tab, page[^1].OpenedAt, page[^1].Id) : null);
    }

    public static async Task UnmatchedAsync(ConsoleRequest request)
    {
        var rows = await request.Service<MoneyDesk>()
            .UnmatchedAsync(PaymentPages.ReadPlace(request.Query("after")), PerPage + 1, request.Aborted);
        var page = rows.Take(PerPage).ToList();
        await RenderAsync(request, "/unmatched", [], page,
            rows.Count > PerPage ? Next(request, "/unmatched", page[^1].CreatedAt, page[^1].Id) : null);
    }

    private static async Task RenderAsync(
        ConsoleRequest request, string tab, IReadOnlyList<CaseRow> rows, IReadOnlyList<Credit> unmatched, string? next)
    {
        var (cases, count) = await request.Service<MoneyDesk>().CountAsync(request.Aborted);
        await request.RenderAsync("Money", new MoneyPage(request, tab, cases, count, rows, unmatched, next));
    }

    private static string Next(ConsoleRequest request, string tab, DateTimeOffset at, string id) =>
        request.Link("/money" + tab) + QueryString.Create("after", PaymentPages.WritePlace(at, id)).ToUriComponent();
}
