using Microsoft.AspNetCore.Mvc.Filters;

namespace QrisPayments.MvcHost;

/// <summary>Leaves a mark on every answer that the shop's MVC gives.</summary>
public sealed class HostFilter : IResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context) => context.HttpContext.Response.Headers["X-Host-Filter"] = "yes";

    public void OnResultExecuted(ResultExecutedContext context) { }
}
