using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace QrisPayments.Web;

/// <summary>A submitted form: exactly one of the nested records.</summary>
internal abstract record FormBodyResult
{
    private FormBodyResult() { }

    public sealed record Read(IFormCollection Form) : FormBodyResult;

    /// <param name="Status">415 for a body of another type, else as for any body.</param>
    public sealed record Refused(int Status) : FormBodyResult;
}

/// <summary>Reads a submitted form, never more of it than its cap.</summary>
internal static class FormBody
{
    public static async Task<FormBodyResult> ReadAsync(HttpRequest request, int maxBytes)
    {
        // A middleware of the host may have read the body already.
        if (request.HttpContext.Features.Get<IFormFeature>() is { Form: { } form })
            return new FormBodyResult.Read(form);
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            return new FormBodyResult.Refused(StatusCodes.Status415UnsupportedMediaType);
        return await RequestBody.ReadAsync(request, maxBytes) switch
        {
            BodyResult.Read body =>
                new FormBodyResult.Read(new FormCollection(QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Bytes)))),
            BodyResult.Refused refused => new FormBodyResult.Refused(refused.Status),
            var other => throw new InvalidOperationException($"Unknown body result {other.GetType().Name}."),
        };
    }
}
