using QrisPayments.Plugins;

namespace QrisPayments.Facades;

/// <summary>Lets apps in by their keys.</summary>
internal sealed class FacadeClients(FacadeApps apps, FacadeView view, FacadeSales sales)
{
    private static readonly FacadeRefusal UnknownKey = new(401, "The key is not valid.");

    public FacadeAccess Authenticate(FacadeVisit visit, string? key, string? code)
    {
        if (apps.Find(key, code) is not { } app) return new FacadeAccess.Refused(UnknownKey);
        if (app.TryAsk(out var wait))
            return new FacadeAccess.Granted(new FacadeApp(visit, app, apps.Info(app, visit.PluginId), view, sales));
        visit.RetryAfter = wait;
        return new FacadeAccess.Refused(new FacadeRefusal(429, "Too many requests.", wait));
    }
}
