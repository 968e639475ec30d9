using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Apps;
using QrisPayments.Plugins.Providers;
using QrisPayments.Web;

namespace QrisPayments.Api;

/// <summary>One authenticated call of the API.</summary>
internal sealed record ApiCall(HttpContext Http, ApiApp App)
{
    public CancellationToken Aborted => Http.RequestAborted;

    public string Route(string name) => Http.Request.RouteValues[name] as string ?? "";

    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var values) && values.Count > 0 && values[0] is { Length: > 0 } value ? value : null;

    public T Service<T>() where T : notnull => Http.RequestServices.GetRequiredService<T>();

    /// <summary>Whose payments this app may see: its own, or everybody's (null).</summary>
    public string? VisibleApp => App.Has(Scopes.AllPayments) ? null : App.Code;

    public bool MaySee(Payment payment) => VisibleApp is not { } app || payment.App == app;

    /// <summary>1–100, 20 when not given; null and a fault when it is something else.</summary>
    public int? Limit(out ApiAnswer? refusal)
    {
        refusal = null;
        if (Query("limit") is not { } text) return 20;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= 100) return limit;
        refusal = ApiAnswer.Invalid([new Fault("limit", "out_of_range", "limit must be from 1 to 100.")]);
        return null;
    }
}
