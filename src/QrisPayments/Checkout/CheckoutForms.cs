using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using QrisPayments.Foundation;
using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Reviews;
using QrisPayments.Theming;
using QrisPayments.Web;

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
        var request = new PaymentRequest(context);
        return request.Sandbox
            ? ActAsync(context, PayAsync)
            : Notices.NotFoundAsync(request);
    }

    // Only where the page offers it: a second click must not pay twice.
    private static async Task PayAsync(PaymentRequest request)
    {
        if (await request.FindAsync() is { LiveMode: false } payment
            && CheckoutStates.Of(payment, request.Now) is CheckoutState.Pending or CheckoutState.Review)
            await request.Service<SandboxMoney>().PayAsync(request.Id, null, null, request.Aborted);
    }

    private static async Task ActAsync(HttpContext context, Func<PaymentRequest, Task> act)
    {
        var request = new PaymentRequest(context);
        var wanted = PublicId.Looks(request.Id, "pay")
            ? await request.Service<PaymentReader>().FormTokenAsync(request.Id, request.Aborted)
            : null;
        if (wanted is null)
        {
            await Notices.NotFoundAsync(request);
            return;
        }
        switch (await FormBody.ReadAsync(context.Request, MaxBody))
        {
            case FormBodyResult.Refused refused:
                await Notices.BadFormAsync(request, refused.Status);
                break;
            case FormBodyResult.Read read when !IsToken(read.Form["token"].ToString(), wanted):
                await Notices.ForbiddenAsync(request);
                break;
            default:
                await act(request);
                // 303: the browser comes back with GET, and a reload repeats nothing.
                context.Response.StatusCode = StatusCodes.Status303SeeOther;
                context.Response.Headers.Location = request.Link();
                break;
        }
    }

    private static bool IsToken(string sent, string wanted) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent), Encoding.UTF8.GetBytes(wanted));
}
