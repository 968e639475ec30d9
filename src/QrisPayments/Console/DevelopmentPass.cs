using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using QrisPayments.Storage;

namespace QrisPayments.Console;

/// <summary>
/// The cookie of a browser that has used the link (<see cref="DevelopmentLink"/>). It is sealed by the host's Data Protection, as the
/// forms' tokens are: on a developer's machine its keys outlast a restart of the shop, and so does the cookie, for a working day.
/// </summary>
internal sealed class DevelopmentPass(DevelopmentLink link, IDataProtectionProvider protection, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly IDataProtector _protector = protection.CreateProtector("QrisPayments.Console.DevelopmentPass");

    /// <summary>Browsers share the cookies of all ports of a host, and a developer may run several shops.</summary>
    public static string CookieName(HttpRequest request) =>
        request.Host.Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"qris-console-{port}") : "qris-console";

    public string Issue() => _protector.Protect((clock.Now() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

    public void Give(ConsoleRequest request) =>
        request.Http.Response.Cookies.Append(CookieName(request.Http.Request), Issue(), new CookieOptions
        {
            Path = request.Link(), HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = request.Http.Request.IsHttps,
            MaxAge = Lifetime, IsEssential = true,
        });

    public bool IsWith(HttpRequest request)
    {
        if (!link.IsOffered || request.Cookies[CookieName(request)] is not { Length: > 0 and <= 1000 } cookie) return false;
        try
        {
            return long.TryParse(_protector.Unprotect(cookie), NumberStyles.None, CultureInfo.InvariantCulture, out var until)
                && clock.Now().ToUnixTimeSeconds() < until;
        }
        // Changed, or of a machine whose keys are not here.
        catch (CryptographicException)
        {
            return false;
        }
    }
}
