using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace QrisPayments.Web;

/// <summary>The header that says when to come back (RFC 9110, 10.2.3).</summary>
internal static class RetryAfterHeader
{
    /// <summary>Writes whole seconds, at least one.</summary>
    public static void SetRetryAfter(this HttpResponse response, TimeSpan wait) =>
        response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
