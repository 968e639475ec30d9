using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using QrisPayments.Matching;
using QrisPayments.Payments;

namespace QrisPayments.Checkout;

/// <summary>POST: what the customer can do. Each form carries the payment's own token, and each answer leads back to the page.</summary>
internal static class CheckoutForms
{
    private const int MaxBody = 8 * 1024;

    public static Task CancelAsync(HttpContext context) =>
        ActAsync(context, request => request.Service<PaymentActions>().CancelAsync(request.Id, request.Aborted));

    public static Task ClaimAsync(HttpContext context) =>
        ActAsync(context, request => request.Service<PaymentActions>().ClaimAsync(request.Id, request.Aborted));

    public static Task SimulateAsync(HttpContext context)
    {
        var request = new CheckoutRequest(context);
        return request.Sandbox
            ? ActAsync(context, PayAsync)
            : CheckoutPages.NotFoundAsync(request);
    }

    // Only where the page offers it: a second click must not pay twice.
    private static async Task PayAsync(CheckoutRequest request)
    {
        if (await request.FindAsync() is { LiveMode: false } payment && CheckoutStates.Of(payment, request.Now) is CheckoutState.Pending or CheckoutState.Review)
            await request.Service<SandboxMoney>().PayAsync(request.Id, null, null, request.Aborted);
    }

    private static async Task ActAsync(HttpContext context, Func<CheckoutRequest, Task> act)
    {
        var request = new CheckoutRequest(context);
        var wanted = PublicId.Looks(request.Id, "pay")
            ? await request.Service<PaymentReader>().FormTokenAsync(request.Id, request.Aborted)
            : null;
        if (wanted is null)
        {
            await CheckoutPages.NotFoundAsync(request);
            return;
        }
        var (fault, token) = await TokenAsync(context.Request);
        if (fault != 0)
        {
            await CheckoutPages.BadFormAsync(request, fault);
            return;
        }
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(wanted)))
        {
            await CheckoutPages.ForbiddenAsync(request);
            return;
        }
        await act(request);
        // 303: the browser comes back with GET, and a reload repeats nothing.
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = request.Link();
    }

    /// <summary>The form's token, or the status that says why there is none.</summary>
    private static async Task<(int Fault, string Token)> TokenAsync(HttpRequest request)
    {
        // A middleware of the host may have read the body already.
        if (request.HttpContext.Features.Get<IFormFeature>() is { Form: { } read })
            return (0, read["token"].ToString());
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            return (StatusCodes.Status415UnsupportedMediaType, "");
        if (request.ContentLength > MaxBody)
            return (StatusCodes.Status413PayloadTooLarge, "");
        var body = new byte[MaxBody + 1];
        int length;
        try
        {
            length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException exception)
        {
            return (exception.StatusCode, "");
        }
        // Kestrel's word for a chunk that lies about its size.
        catch (IOException) when (!request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return (StatusCodes.Status400BadRequest, "");
        }
        if (length > MaxBody)
            return (StatusCodes.Status413PayloadTooLarge, "");
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body, 0, length));
        return (0, form.TryGetValue("token", out var token) ? token.ToString() : "");
    }
}
