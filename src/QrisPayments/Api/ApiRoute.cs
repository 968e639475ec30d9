using QrisPayments.Web;

namespace QrisPayments.Api;

/// <summary>One line of the API's table of contents.</summary>
internal sealed record ApiRoute(string Method, string Pattern, string Scope, Func<ApiCall, Task<ApiAnswer>> Handler);
