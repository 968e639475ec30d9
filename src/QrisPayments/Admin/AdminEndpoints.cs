using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace QrisPayments.Admin;

/// <summary>The console: what is mounted, and the least role that each page and form asks for.</summary>
internal static class AdminEndpoints
{
    private static readonly string[] Get = [HttpMethods.Get, HttpMethods.Head];

    private static readonly AdminRoute[] Routes =
    [
        new("GET", "", AdminRole.Viewer, OverviewPages.ShowAsync),
        new("GET", "/payments", AdminRole.Viewer, PaymentPages.ListAsync),
        new("GET", "/payments/{id}", AdminRole.Viewer, PaymentPages.ShowAsync),
        new("GET", "/money", AdminRole.Viewer, MoneyPages.CasesAsync),
        new("GET", "/money/unmatched", AdminRole.Viewer, MoneyPages.UnmatchedAsync),
        new("GET", "/money/resolved", AdminRole.Viewer, MoneyPages.ResolvedAsync),
        new("GET", "/reviews/{id}", AdminRole.Viewer, CasePages.ReviewAsync),
        new("POST", "/reviews/{id}", AdminRole.Operator, CasePages.ResolveReviewAsync),
        new("GET", "/credits/{id}", AdminRole.Viewer, CasePages.CreditAsync),
        new("POST", "/credits/{id}", AdminRole.Operator, CasePages.ResolveCreditAsync),
        new("GET", "/webhooks", AdminRole.Viewer, WebhookPages.ListAsync),
        new("GET", "/webhooks/{id}", AdminRole.Viewer, WebhookPages.ShowAsync),
        new("POST", "/webhooks/{id}", AdminRole.Operator, WebhookPages.ReplayAsync),
        new("GET", "/plugins", AdminRole.Viewer, PluginPages.ListAsync),
        new("POST", "/plugins", AdminRole.Owner, PluginForms.ReloadAsync),
        new("GET", "/plugins/{id}", AdminRole.Viewer, PluginPages.ShowAsync),
        new("POST", "/plugins/{id}", AdminRole.Owner, PluginForms.ChangeAsync),
        new("GET", "/plugins/{id}/schema.json", AdminRole.Viewer, AccountPages.SchemaAsync),
        new("GET", "/plugins/{id}/accounts", AdminRole.Owner, AccountPages.AddAsync),
        new("GET", "/plugins/{id}/accounts/{account}", AdminRole.Viewer, AccountPages.ShowAsync),
        new("POST", "/plugins/{id}/accounts/{account}", AdminRole.Owner, AccountForms.ChangeAsync),
        // Within our prefix nobody but us answers, and to strangers nothing is told of what there is.
        new("*", "/{**rest}", AdminRole.Viewer, NoticePages.NotFoundAsync),
    ];

    public static void MapAdmin(this RouteGroupBuilder group)
    {
        var admin = group.MapGroup("/admin");
        foreach (var route in Routes)
        {
            var handler = AdminGate.Guard(route);
            _ = route.Method switch
            {
                "*" => admin.Map(route.Pattern, handler),
                "GET" => admin.MapMethods(route.Pattern, Get, handler),
                _ => admin.MapMethods(route.Pattern, [route.Method], handler),
            };
        }
    }
}
