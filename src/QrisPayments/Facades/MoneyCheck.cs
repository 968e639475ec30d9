using Microsoft.Extensions.Options;
using QrisPayments.Apps;
using QrisPayments.Plugins;

namespace QrisPayments.Facades;

/// <summary>
/// Who is told of all the shop's money must be allowed to read it. Which facades tell of money is known once the plugins run, so that
/// this is looked at after them.
/// </summary>
internal sealed class MoneyCheck(PluginHost plugins, IOptions<IAppsOptions> options)
{
    public IEnumerable<Fault> Check()
    {
        for (var i = 0; i < options.Value.Apps.Count; i++)
        {
            var (app, path) = (options.Value.Apps[i], $"QrisPayments:Apps:{i}");
            if (app.Scopes.Contains(Scopes.LedgerRead) || app.Scopes.Contains(Scopes.All)) continue;
            foreach (var (plugin, own) in app.Facades)
                if (own.CallbackUrl is not null && plugins.Current.FindFacade(plugin) is { Facade: ITellOfMoney })
                    yield return new Fault($"{path}:Facades:{plugin}:CallbackUrl", "scope_missing",
                        $"{path}:Facades:{plugin}:CallbackUrl has app '{app.Code}' told of all money that arrives at the shop. "
                            + $"Add {Scopes.LedgerRead} to {path}:Scopes, or take the address away.");
        }
    }
}
