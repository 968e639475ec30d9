using Microsoft.Extensions.Hosting;
using QrisPayments.Mounting;
using QrisPayments.Outbox;
using QrisPayments.Payments;

namespace QrisPayments.Api;

/// <summary>What apps must be like.</summary>
internal sealed class AppRule(IHostEnvironment environment) : IOptionsRule
{
    public const int MinKeyLength = 20;

    public IEnumerable<Fault> Check(QrisPaymentsOptions options)
    {
        for (var i = 0; i < options.Apps.Count; i++)
        {
            var (app, path) = (options.Apps[i], $"QrisPayments:Apps:{i}");
            if (app.Code.Length is < 1 or > 40 || app.Code.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
                yield return new Fault($"{path}:Code", "invalid", $"{path}:Code must be 1 to 40 letters, digits, - _ or .");
            if (options.Apps.Take(i).Any(other => other.Code == app.Code))
                yield return new Fault($"{path}:Code", "duplicate", $"{path}:Code '{app.Code}' is used twice.");
            if (app.Key.Length == 0)
                yield return new Fault($"{path}:Key", "required", $"{path}:Key is required. Make one, for example with: openssl rand -hex 24");
            else if (!environment.IsDevelopment() && app.Key.Length < MinKeyLength)
                yield return new Fault($"{path}:Key", "too_short", $"{path}:Key must have at least {MinKeyLength} characters outside Development. Make one with: openssl rand -hex 24");
            else if (app.Key.Any(c => c is <= ' ' or > '~') || app.Key.Length > 512)
                yield return new Fault($"{path}:Key", "invalid", $"{path}:Key must be visible ASCII, at most 512 characters.");
            if (options.Apps.Take(i).Any(other => other.Key == app.Key && app.Key.Length > 0))
                yield return new Fault($"{path}:Key", "duplicate", $"{path}:Key is also the key of another app.");
            if (app.WebhookSecret is { } secret && WebhookSecret.Bytes(secret) is null)
                yield return new Fault($"{path}:WebhookSecret", "secret_invalid",
                    $"{path}:WebhookSecret must be whsec_ and base64 of 24 to 64 random bytes, for example: echo whsec_$(openssl rand -base64 32)");
            if (app.CallbackUrl is { } url && !NewPaymentRules.IsCallback(url))
                yield return new Fault($"{path}:CallbackUrl", "invalid", $"{path}:CallbackUrl must be an absolute http or https address without user name and password, at most 500 characters.");
            foreach (var scope in app.Scopes.Where(scope => !Scopes.Known.Contains(scope)))
                yield return new Fault($"{path}:Scopes", "unknown", $"{path}:Scopes holds '{scope}'; known are {string.Join(", ", Scopes.Known)}.");
        }
        if (options.Limits.RequestsPerSecond is < 1 or > 1_000_000 || options.Limits.Burst < 1 || options.Limits.CheckoutPerSecond < 1 || options.Limits.CheckoutBurst < 1
            || options.Limits.AdminPerSecond < 1 || options.Limits.AdminBurst < 1)
            yield return new Fault("QrisPayments:Limits", "out_of_range", "Every value of QrisPayments:Limits must be at least 1.");
    }
}
