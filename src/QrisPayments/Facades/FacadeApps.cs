using Microsoft.Extensions.Options;
using QrisPayments.Apps;
using QrisPayments.Plugins;
using QrisPayments.Theming;

namespace QrisPayments.Facades;

/// <summary>The apps as a facade sees them.</summary>
internal sealed class FacadeApps(AppDirectory apps, IOptions<CheckoutOptions> options)
{
    public IReadOnlyList<ApiApp> All => apps.All;

    public ApiApp? Find(string code) => apps.Find(code);

    /// <summary>
    /// The app with this key, and this code where one is asked for. Every app is compared, so that the time says nothing.
    /// </summary>
    public ApiApp? Find(string? key, string? code)
    {
        if (key is not { Length: > 0 and <= 512 }) return null;
        var found = apps.FindByKey(key);
        return code is null || found?.Code == code ? found : null;
    }

    public FacadeAppInfo Info(ApiApp app, string facade) => new()
    {
        Code = app.Code,
        Number = app.Number,
        AccountName = app.Options.AccountName ?? app.Code,
        Email = app.Options.Email,
        ShopName = options.Value.ShopName ?? app.Options.AccountName ?? app.Code,
        FeePercent = app.Options.FeePercent,
        CallbackUrl = At(app, facade)?.CallbackUrl ?? app.CallbackUrl,
        Limits = app.Options.Limits.ToDictionary(StringComparer.OrdinalIgnoreCase),
        MayReadLedger = app.Has(Scopes.LedgerRead),
    };

    /// <summary>What signs for this app, as text.</summary>
    public static string? Secret(ApiApp app, string facade) => At(app, facade)?.Secret ?? app.CallbackSecret;

    /// <summary>What it has at this facade alone.</summary>
    public static AppFacadeOptions? At(ApiApp app, string facade) => app.Options.Facades.TryGetValue(facade, out var found) ? found : null;
}
