using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;

namespace QrisPayments.Apps;

/// <summary>What apps must be like.</summary>
internal sealed class AppOptionsRules(IOptions<IAppsOptions> options, IHostEnvironment environment) : IOptionsRule
{
    public const int MinKeyLength = 20;

    public IEnumerable<Fault> Check()
    {
        var apps = options.Value.Apps;
        for (var i = 0; i < apps.Count; i++)
        {
            var (app, path) = (apps[i], $"QrisPayments:Apps:{i}");
            if (app.Code.Length is < 1 or > 40 || app.Code.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
                yield return new Fault($"{path}:Code", "invalid", $"{path}:Code must be 1 to 40 letters, digits, - _ or .");
            if (apps.Take(i).Any(other => other.Code == app.Code))
                yield return new Fault($"{path}:Code", "duplicate", $"{path}:Code '{app.Code}' is used twice.");
            if (app.Key.Length == 0)
                yield return new Fault($"{path}:Key", "required",
                    $"{path}:Key is required. Make one, for example with: openssl rand -hex 24");
            else if (!environment.IsDevelopment() && app.Key.Length < MinKeyLength)
                yield return new Fault($"{path}:Key", "too_short", $"{path}:Key must have at least {MinKeyLength} characters outside "
                    + "Development. Make one with: openssl rand -hex 24");
            else if (app.Key.Any(c => c is <= ' ' or > '~') || app.Key.Length > 512)
                yield return new Fault($"{path}:Key", "invalid", $"{path}:Key must be visible ASCII, at most 512 characters.");
            if (apps.Take(i).Any(other => other.Key == app.Key && app.Key.Length > 0))
                yield return new Fault($"{path}:Key", "duplicate", $"{path}:Key is also the key of another app.");
            if (app.CallbackSecret is { } secret && CallbackSecret.Bytes(secret) is null)
                yield return new Fault($"{path}:CallbackSecret", "secret_invalid",
                    $"{path}:CallbackSecret must be whsec_ and base64 of 24 to 64 random bytes, for example: "
                        + "echo whsec_$(openssl rand -base64 32)");
            if (app.CallbackUrl is { } url && !ContactRules.IsCallback(url))
                yield return new Fault($"{path}:CallbackUrl", "invalid", $"{path}:CallbackUrl must be an absolute http or https address "
                    + "without user name and password, at most 500 characters.");
            foreach (var fault in CheckFacades(apps, i)) yield return fault;
            foreach (var scope in app.Scopes.Where(scope => !Scopes.Known.Contains(scope)))
                yield return new Fault($"{path}:Scopes", "unknown",
                    $"{path}:Scopes holds '{scope}'; known are {string.Join(", ", Scopes.Known)}.");
        }
    }

    private static IEnumerable<Fault> CheckFacades(IList<AppOptions> apps, int i)
    {
        var (app, path) = (apps[i], $"QrisPayments:Apps:{i}");
        if (app.Number is < 1)
            yield return new Fault($"{path}:Number", "out_of_range", $"{path}:Number must be 1 or more.");
        if (apps.Take(i).Select((other, j) => other.Number ?? j + 1).Contains(app.Number ?? i + 1))
            yield return new Fault($"{path}:Number", "duplicate", $"{path}:Number {app.Number ?? i + 1} is also the number of another "
                + "app; one without a number has its place among the apps.");
        if (app.AccountName is { } name && (string.IsNullOrWhiteSpace(name) || name.Length > 100 || Faults.HasControls(name)))
            yield return new Fault($"{path}:AccountName", "invalid", $"{path}:AccountName must be 1 to 100 characters on one line.");
        if (app.Email is { } email && (email.Length > 254 || !ContactRules.IsEmail(email) || Faults.HasControls(email)))
            yield return new Fault($"{path}:Email", "invalid", $"{path}:Email must be an address such as toko@example.com.");
        if (app.FeePercent is < 0 or > 100 || decimal.Truncate(app.FeePercent * 100) != app.FeePercent * 100)
            yield return new Fault($"{path}:FeePercent", "out_of_range",
                $"{path}:FeePercent must be from 0 to 100 with at most two decimals.");
        foreach (var (method, limit) in app.Limits)
            if (limit < 1)
                yield return new Fault($"{path}:Limits:{method}", "out_of_range",
                    $"{path}:Limits:{method} must be whole rupiah, 1 or more.");
        foreach (var (plugin, facade) in app.Facades)
        {
            if (facade.CallbackUrl is { } url && !ContactRules.IsCallback(url))
                yield return new Fault($"{path}:Facades:{plugin}:CallbackUrl", "invalid", $"{path}:Facades:{plugin}:CallbackUrl must be "
                    + "an absolute http or https address without user name and password, at most 500 characters.");
            if (facade.Secret is { } secret && (secret.Length is < 1 or > 512 || secret.Any(c => c is <= ' ' or > '~')))
                yield return new Fault($"{path}:Facades:{plugin}:Secret", "invalid",
                    $"{path}:Facades:{plugin}:Secret must be visible ASCII, at most 512 characters.");
        }
    }
}
