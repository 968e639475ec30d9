using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace QrisPayments.Console;

/// <summary>The console: what is mounted, and the least role that each page and form asks for.</summary>
internal static class ConsoleEndpoints
{
    private static readonly string[] Get = [HttpMethods.Get, HttpMethods.Head];

    private static readonly ConsoleRoute[] Routes =
    [
        new("GET", "", ConsoleRole.Viewer, OverviewPages.ShowAsync),
        new("GET", DevelopmentDoor.Path + "/{token}", ConsoleRole.Viewer, DevelopmentDoor.ShowAsync, Opens: true),
        new("POST", DevelopmentDoor.Path, ConsoleRole.Viewer, DevelopmentDoor.OpenAsync, Opens: true),
        new("GET", "/payments", ConsoleRole.Viewer, PaymentPages.ListAsync),
        new("GET", "/payments/{id}", ConsoleRole.Viewer, PaymentPages.ShowAsync),
        new("POST", "/payments/{id}/refunds", ConsoleRole.Operator, RefundForms.CreateAsync),
        new("GET", "/money", ConsoleRole.Viewer, MoneyPages.CasesAsync),
        new("GET", "/money/unmatched", ConsoleRole.Viewer, MoneyPages.UnmatchedAsync),
        new("GET", "/money/resolved", ConsoleRole.Viewer, MoneyPages.ResolvedAsync),
        new("GET", "/reviews/{id}", ConsoleRole.Viewer, CasePages.ReviewAsync),
        new("POST", "/reviews/{id}", ConsoleRole.Operator, CasePages.ResolveReviewAsync),
        new("GET", "/credits/{id}", ConsoleRole.Viewer, CasePages.CreditAsync),
        new("POST", "/credits/{id}", ConsoleRole.Operator, CasePages.ResolveCreditAsync),
        new("GET", "/webhooks", ConsoleRole.Viewer, WebhookPages.ListAsync),
        new("GET", "/webhooks/{id}", ConsoleRole.Viewer, WebhookPages.ShowAsync),
        new("POST", "/webhooks/{id}", ConsoleRole.Operator, WebhookPages.ReplayAsync),
        new("GET", "/plugins", ConsoleRole.Viewer, PluginPages.ListAsync),
        new("POST", "/plugins", ConsoleRole.Owner, PluginForms.ReloadAsync),
        new("GET", "/plugins/{id}", ConsoleRole.Viewer, PluginPages.ShowAsync),
        new("POST", "/plugins/{id}", ConsoleRole.Owner, PluginForms.ChangeAsync),
        new("GET", "/plugins/{id}/schema.json", ConsoleRole.Viewer, AccountPages.SchemaAsync),
        new("GET", "/plugins/{id}/accounts", ConsoleRole.Owner, AccountPages.AddAsync),
        new("GET", "/plugins/{id}/accounts/{account}", ConsoleRole.Viewer, AccountPages.ShowAsync),
        new("POST", "/plugins/{id}/accounts/{account}", ConsoleRole.Owner, AccountForms.ChangeAsync),
        // Within its prefix only the module answers, and strangers learn nothing of what there is.
        new("*", "/{**rest}", ConsoleRole.Viewer, NoticePages.NotFoundAsync),
    ];

    public static void MapAdmin(this RouteGroupBuilder group)
    {
        var admin = group.MapGroup("/admin");
        foreach (var route in Routes)
        {
            var handler = ConsoleGate.Guard(route);
            var endpoint = route.Method switch
            {
                "*" => admin.Map(route.Pattern, handler),
                "GET" => admin.MapMethods(route.Pattern, Get, handler),
                _ => admin.MapMethods(route.Pattern, [route.Method], handler),
            };
            endpoint.WithMetadata(route);
        }
    }
}
