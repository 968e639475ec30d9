using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace QrisPayments.Web;

/// <summary>Reads a submitted form, never more of it than asked for.</summary>
internal static class FormBody
{
    /// <summary>The form's fields, or the status that says why there are none.</summary>
    public static async Task<(int Fault, IFormCollection Form)> ReadAsync(HttpRequest request, int maxBody)
    {
        // A middleware of the host may have read the body already.
        if (request.HttpContext.Features.Get<IFormFeature>() is { Form: { } read })
            return (0, read);
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            return (StatusCodes.Status415UnsupportedMediaType, FormCollection.Empty);
        if (request.ContentLength > maxBody)
            return (StatusCodes.Status413PayloadTooLarge, FormCollection.Empty);
        var body = new byte[maxBody + 1];
        int length;
        try
        {
            length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException exception)
        {
            return (exception.StatusCode, FormCollection.Empty);
        }
        // Kestrel's word for a chunk that lies about its size.
        catch (IOException) when (!request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return (StatusCodes.Status400BadRequest, FormCollection.Empty);
        }
        return length > maxBody
            ? (StatusCodes.Status413PayloadTooLarge, FormCollection.Empty)
            : (0, new FormCollection(QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body, 0, length))));
    }
}
