using Microsoft.Extensions.Options;
using QrisPayments.Web;

namespace QrisPayments.Apps;

/// <summary>The apps of the settings.</summary>
internal sealed class AppDirectory : IDisposable
{
    private readonly TokenBuckets<string> _requests;

    // When they are first asked for: by then the start has checked the settings, and refused wrong ones with a message.
    private readonly Lazy<ApiApp[]> _apps;

    public AppDirectory(IOptions<IAppsOptions> options, IOptions<LimitOptions> limits)
    {
        _requests = new(limits.Value.Burst, limits.Value.RequestsPerSecond);
        _apps = new(() => [.. options.Value.Apps.Select((app, i) => new ApiApp(app, i + 1, _requests))]);
    }

    public IReadOnlyList<ApiApp> All => _apps.Value;

    public ApiApp? Find(string code) => Array.Find(_apps.Value, app => app.Code == code);

    /// <summary>The app with this key, or null. Every app is compared, so that the time says nothing.</summary>
    public ApiApp? FindByKey(string key)
    {
        var hash = ApiApp.Hash(key);
        ApiApp? found = null;
        foreach (var app in _apps.Value)
            if (app.HasKey(hash)) found = app;
        return found;
    }

    public void Dispose() => _requests.Dispose();
}
