using System.Text;
using QrisPayments.Gateways;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;

namespace QrisPayments.Facades;

/// <summary>Takes in webhooks of the gateway itself that come to an address below its facade.</summary>
internal sealed class FacadeWebhooks(ProviderDirectory providers, WebhookReception reception, WebhookLimits limits)
{
    private static readonly FacadeRefusal NoSuchAddress = new(404, "There is no such address.");
    private static readonly FacadeRefusal TooMany = new(429, "Too many requests.", TimeSpan.FromSeconds(5));

    public async Task<FacadeAnswer> ReceiveAsync(
        FacadeVisit visit, FacadeRequest request, string? pathKey, CancellationToken cancellationToken)
    {
        List<ProviderAccount> accounts =
            [.. providers.Accounts.Where(account => account.ProviderId == visit.PluginId && account.Provider is IReceiveWebhooks)];
        if (accounts.Count == 0) return await FacadeCalls.RefuseAsync(visit.Facade, NoSuchAddress);
        var length = WebhookLimits.LengthOf(request.Headers) + WebhookLimits.LengthOf(request.Query) + request.Body.Length;
        if (!limits.Take(visit.PluginId, visit.Client) || !limits.Take(visit.PluginId, visit.Client, length))
            return await FacadeCalls.RefuseAsync(visit.Facade, TooMany);
        var reply = await visit.RunAsync(() => reception.ReceiveAsync(accounts, request, pathKey, cancellationToken));
        // Every refusal has a body, in the facade's own shape where the gateway's contract asks for none.
        if (reply is { StatusCode: >= 400, Body.Length: 0 })
            return await FacadeCalls.RefuseAsync(visit.Facade, new FacadeRefusal(reply.StatusCode, "The webhook was not accepted."));
        return new FacadeAnswer { Status = reply.StatusCode, Body = Encoding.UTF8.GetBytes(reply.Body), ContentType = reply.ContentType };
    }
}
