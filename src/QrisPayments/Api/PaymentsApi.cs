using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Plugins.Providers;
using QrisPayments.Web;

namespace QrisPayments.Api;

/// <summary>Routes under <c>/api/v1/payments</c>.</summary>
internal static class PaymentsApi
{
    private const string CreateRoute = "payments.create";

    public static Task<ApiAnswer> CreateAsync(ApiCall call) => ApiBody.ReadAsync(call.Http.Request, async body =>
    {
        var warnings = new List<Fault>();
        var payment = NewPaymentFields.Read(body.Fields, call.App, warnings);
        if (body.Fields.Faults.Count > 0) return ApiAnswer.Invalid(AllFaults(call, body.Fields, payment));
        if (!TryIdempotencyKey(call, out var text, out var refusal)) return refusal;
        return text is null
            ? Answer(((CreateOutcome.Answered)await call.Service<PaymentCreator>()
                .CreateAsync(call.App.Code, payment, null, call.Aborted)).Result, warnings)
            : await IdempotentCreate.RunAsync(call, payment, warnings, new IdempotencyKey(
                call.App.Code, CreateRoute, text, body.Hash(), made => PaymentJson.Write(made, warnings)));
    });

    public static ApiAnswer Answer(CreateResult result, IReadOnlyList<Fault> warnings) => result switch
    {
        CreateResult.Created created => ApiAnswer.Json(201, PaymentJson.Write(created.New, warnings)),
        CreateResult.Invalid invalid => ApiAnswer.Invalid(invalid.Faults),
        CreateResult.OrderHasOpenPayment open => ApiAnswer.Problem(409, "order_has_open_payment", open.Message,
            more: [("payment_id", open.Open.Id), ("payment_url", open.Open.PaymentUrl), ("amount", open.Open.Amount)]),
        CreateResult.OrderChanged changed => ApiAnswer.Problem(409, "order_changed",
            $"{changed.Message} Repeat the request with \"replace\": true to cancel the open payment and make a new one in its place.",
            more: [("payment_id", changed.Open.Id), ("payment_url", changed.Open.PaymentUrl), ("amount", changed.Open.Amount),
                ("asked_amount", changed.AskedAmount), ("changes", changed.Changes)]),
        CreateResult.OrderPaid paid => ApiAnswer.Problem(409, "order_paid", paid.Message,
            more: [("payment_id", paid.Paid.Id), ("payment_url", paid.Paid.PaymentUrl), ("amount", paid.Paid.Amount),
                ("asked_amount", paid.AskedAmount)]),
        CreateResult.UniqueAmountExhausted exhausted =>
            ApiAnswer.Problem(409, "unique_amount_exhausted", exhausted.Message, exhausted.RetryAfter),
        CreateResult.TooManyOpen tooMany => ApiAnswer.Problem(429, "too_many_open", tooMany.Message, tooMany.RetryAfter),
        CreateResult.ProviderUnavailable unavailable =>
            ApiAnswer.Problem(503, "provider_unavailable", unavailable.Message, unavailable.RetryAfter ?? TimeSpan.FromSeconds(10)),
        _ => throw new InvalidOperationException($"Unknown create result {result.GetType().Name}."),
    };

    public static async Task<ApiAnswer> GetAsync(ApiCall call) =>
        await FindAsync(call) is { } payment
            ? ApiAnswer.Json(200, PaymentJson.Write(payment))
            : ApiProblems.PaymentNotFound(call.Route("id"));

    public static async Task<ApiAnswer> CancelAsync(ApiCall call)
    {
        if (await FindAsync(call) is null) return ApiProblems.PaymentNotFound(call.Route("id"));
        return await call.Service<PaymentActions>().CancelAsync(call.Route("id"), call.Aborted) switch
        {
            CancelResult.Cancelled cancelled => ApiAnswer.Json(200, PaymentJson.Write(cancelled.Payment)),
            CancelResult.NotCancellable ended => ApiAnswer.Problem(409, "payment_not_cancellable",
                $"Payment {ended.Payment.Id} is {ended.Payment.Status.Text()}; only a pending payment can be cancelled.",
                more: ("payment_status", ended.Payment.Status.Text())),
            _ => ApiProblems.PaymentNotFound(call.Route("id")),
        };
    }

    public static async Task<ApiAnswer> ListAsync(ApiCall call)
    {
        if (!call.TryLimit(out var limit, out var refusal)) return refusal;
        var status = call.Query("status");
        if (status is not null && !Statuses.All.Contains(status))
            return ApiAnswer.Invalid(new Fault("status", "unknown", $"status must be one of {string.Join(", ", Statuses.All)}."));
        (DateTimeOffset, string)? after = null;
        if (call.Query("cursor") is { } cursor && (after = ReadCursor(cursor)) is null)
            return ApiAnswer.Invalid(new Fault("cursor", "invalid", "cursor must be the next_cursor of the page before."));

        // One more than asked tells whether there is a next page.
        var query = new PaymentQuery
        {
            App = call.VisibleApp, Status = status, OrderId = call.Query("order_id"), After = after, Limit = limit + 1,
        };
        var found = await call.Service<PaymentReader>().ListAsync(query, call.Aborted);
        var page = found.Take(limit).ToList();
        var next = found.Count > limit ? WriteCursor(page[^1]) : null;
        return ApiAnswer.Ok(new { data = page.Select(PaymentJson.Of), next_cursor = next });
    }

    public static async Task<ApiAnswer> EventsAsync(ApiCall call)
    {
        if (await FindAsync(call) is not { } payment) return ApiProblems.PaymentNotFound(call.Route("id"));
        var events = await call.Service<PaymentTimeline>().ReadAsync(payment.Id, call.Aborted);
        return ApiAnswer.Ok(new { data = events, next_cursor = (string?)null });
    }

    /// <summary>The payment in the address, if the caller may see it.</summary>
    public static async Task<Payment?> FindAsync(ApiCall call)
    {
        var payment = await call.Service<PaymentReader>().FindAsync(call.Route("id"), call.Aborted);
        return payment is not null && call.MaySee(payment) ? payment : null;
    }

    /// <summary>What could not be read, and what is wrong with the rest: a client should have to ask only once.</summary>
    private static List<Fault> AllFaults(ApiCall call, ApiFields fields, NewPayment payment) =>
    [
        .. fields.Faults,
        .. call.Service<PaymentPreparer>().Check(payment).Where(fault => fields.Faults.All(read => read.Field != fault.Field)),
    ];

    /// <summary>Reads the header <c>Idempotency-Key</c>; the key is null when none was sent.</summary>
    public static bool TryIdempotencyKey(ApiCall call, out string? key, [NotNullWhen(false)] out ApiAnswer? refusal)
    {
        key = null;
        refusal = null;
        if (!call.Http.Request.Headers.TryGetValue("Idempotency-Key", out var values)) return true;
        if (values is [{ Length: >= 1 and <= 255 } text] && text.All(c => c is > ' ' and <= '~'))
        {
            key = text;
            return true;
        }
        refusal = ApiAnswer.Invalid(
            new Fault("Idempotency-Key", "invalid", "Idempotency-Key must be 1 to 255 visible ASCII characters, sent once."));
        return false;
    }

    private static string WriteCursor(Payment last) =>
        WebEncoders.Base64UrlEncode(Encoding.ASCII.GetBytes($"{last.CreatedAt.UtcTicks}.{last.Id}"));

    private static (DateTimeOffset, string)? ReadCursor(string cursor)
    {
        if (cursor.Length > 200) return null;
        try
        {
            var parts = Encoding.ASCII.GetString(WebEncoders.Base64UrlDecode(cursor)).Split('.');
            return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                && ticks <= DateTimeOffset.MaxValue.UtcTicks && PublicId.Looks(parts[1], "pay")
                ? (new DateTimeOffset(ticks, TimeSpan.Zero), parts[1])
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
