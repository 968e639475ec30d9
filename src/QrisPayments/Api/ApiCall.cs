using System.Diagnostics.CodeAnalysis;
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

    public string? Query(string name) =>
        Http.Request.Query.TryGetValue(name, out var values) && values.Count > 0 && values[0] is { Length: > 0 } value ? value : null;

    public T Service<T>() where T : notnull => Http.RequestServices.GetRequiredService<T>();

    /// <summary>The app whose payments this call may see; null for those of all apps.</summary>
    public string? VisibleApp => App.Has(Scopes.AllPayments) ? null : App.Code;

    public bool MaySee(Payment payment) => VisibleApp is not { } app || payment.App == app;

    /// <summary>Reads how many rows are asked for: 1–100, 20 when not given.</summary>
    public bool TryLimit(out int limit, [NotNullWhen(false)] out ApiAnswer? refusal)
    {
        limit = 20;
        refusal = null;
        if (Query("limit") is not { } text) return true;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= 100) return true;
        refusal = ApiAnswer.Invalid(new Fault("limit", "out_of_range", "limit must be from 1 to 100."));
        return false;
    }
}
