using System.Text.Json;
using Microsoft.AspNetCore.Http;
using QrisPayments.Foundation;
using QrisPayments.Gateways;
using QrisPayments.Plugins.Providers;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Console;

internal sealed record WebhooksPage(ConsoleRequest Request, string Tab, IReadOnlyList<WebhookLine> Rows, string? Next)
    : ConsolePage(Request, ConsoleSection.Plugins, Request.Texts.Webhooks);

internal sealed record WebhookPage(ConsoleRequest Request, WebhookFile Webhook, IReadOnlyList<Review> Cases)
    : ConsolePage(Request, ConsoleSection.Plugins, $"{Request.Texts.TheWebhook} · {Webhook.Account}")
{
    /// <summary>More of a body is for programs.</summary>
    private const int MaxShown = 20_000;

    public IReadOnlyList<KeyValuePair<string, string>> Headers => Pairs(Webhook.Headers);

    public IReadOnlyList<KeyValuePair<string, string>> Query => Pairs(Webhook.Query);

    public bool IsText => Webhook.Body is ['t', ..];

    public string Body => StoredText.Cut(Webhook.Body[1..], MaxShown);

    public bool IsCut => Webhook.Body.Length - 1 > MaxShown || Webhook.IsCut;

    private static List<KeyValuePair<string, string>> Pairs(string stored) =>
        [.. JsonSerializer.Deserialize<Dictionary<string, string>>(stored)!];
}

internal static class WebhookPages
{
    private const int PerPage = 50;

    public static async Task ListAsync(ConsoleRequest request)
    {
        var tab = request.Query("show") is "unclear" or "forged" ? request.Query("show")! : "";
        var found = await request.Service<WebhookDesk>()
            .ListAsync(tab, PaymentPages.ReadPlace(request.Query("after")), PerPage + 1, request.Aborted);
        var page = found.Take(PerPage).ToList();
        var next = found.Count <= PerPage
            ? null
            : Address(request, tab, ("after", PaymentPages.WritePlace(page[^1].ReceivedAt, page[^1].Id)));
        await request.RenderAsync("Webhooks", new WebhooksPage(request, tab, page, next));
    }

    public static async Task ShowAsync(ConsoleRequest request)
    {
        var desk = request.Service<WebhookDesk>();
        if (await desk.FindAsync(request.Route("id"), request.Aborted) is not { } webhook)
        {
            await NoticePages.NotFoundAsync(request);
            return;
        }
        await request.RenderAsync("Webhook", new WebhookPage(request, webhook, await desk.CasesOfAsync(webhook.Id, request.Aborted)));
    }

    public static async Task ReplayAsync(ConsoleRequest request)
    {
        if (await request.Service<WebhookDesk>().FindAsync(request.Route("id"), request.Aborted) is not { IsCut: false } webhook)
        {
            await NoticePages.NotFoundAsync(request);
            return;
        }
        var isReplayed = await request.Service<WebhookInbox>().ReplayAsync(webhook.Id, request.Aborted);
        if (isReplayed) request.Service<WebhookBell>().Ring();
        await request.GoAsync($"/webhooks/{webhook.Id}?said={(isReplayed ? "replayed" : "at_work")}");
    }

    /// <summary>The list's address.</summary>
    public static string Address(ConsoleRequest request, string tab, params (string Name, string Value)[] more) =>
        request.Link("/webhooks") + QueryString.Create([
            .. tab.Length == 0 ? Array.Empty<KeyValuePair<string, string?>>() : [new("show", tab)],
            .. more.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value)),
        ]).ToUriComponent();
}
