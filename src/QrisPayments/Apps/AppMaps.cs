using System.Globalization;
using Microsoft.Extensions.Configuration;
using QrisPayments.Settings;

namespace QrisPayments.Apps;

/// <summary>
/// Reads the settings of apps that go by name (<c>Limits:{method}</c>, <c>Facades:{plugin}:…</c>). Elsewhere settings are named by
/// their properties; here the operator names them.
/// </summary>
internal static class AppMaps
{
    private static readonly string[] Known =
        [nameof(AppFacadeOptions.CallbackUrl), nameof(AppFacadeOptions.Secret), nameof(AppFacadeOptions.Nmid)];

    /// <summary>Fills the maps of apps that were read from the same section; every fault with its setting.</summary>
    public static IEnumerable<Fault> Bind(IList<AppOptions> apps, IConfigurationSection section)
    {
        var faults = new List<Fault>();
        foreach (var (app, part) in apps.Zip(section.GetChildren()))
        {
            foreach (var limit in part.GetSection(nameof(AppOptions.Limits)).GetChildren())
            {
                if (long.TryParse(limit.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
                    app.Limits[limit.Key] = amount;
                else faults.Add(new Fault(limit.Path, "unreadable", $"{limit.Path} is '{limit.Value}', but must be a whole number."));
            }
            foreach (var facade in part.GetSection(nameof(AppOptions.Facades)).GetChildren())
            {
                app.Facades[facade.Key] =
                    new AppFacadeOptions { CallbackUrl = facade[Known[0]], Secret = facade[Known[1]], Nmid = facade[Known[2]] };
                foreach (var child in facade.GetChildren().Where(child => !Known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
                    faults.Add(new Fault(child.Path, "unknown",
                        $"{child.Path} is no setting of an app's facade; {UnknownSettings.Suggest(child.Key, Known)}"));
            }
        }
        return faults;
    }
}
