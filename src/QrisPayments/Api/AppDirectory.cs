using Microsoft.Extensions.Options;
using QrisPayments.Mounting;

namespace QrisPayments.Api;

/// <summary>The apps of the settings.</summary>
internal sealed class AppDirectory(IOptions<QrisPaymentsOptions> options) : IDisposable
{
    private readonly ApiApp[] _apps = [.. options.Value.Apps.Select(app => new ApiApp(app, options.Value.Limits))];

    public ApiApp? Find(string code) => Array.Find(_apps, app => app.Code == code);

    /// <summary>The app with this key, or null. Every app is compared, so that the time says nothing.</summary>
    public ApiApp? FindByKey(string key)
    {
        var hash = ApiApp.Hash(key);
        ApiApp? found = null;
        foreach (var app in _apps)
            if (app.HasKey(hash)) found = app;
        return found;
    }

    public void Dispose()
    {
        foreach (var app in _apps) app.Dispose();
    }
}
