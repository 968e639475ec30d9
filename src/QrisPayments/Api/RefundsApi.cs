using System.Security.Cryptography;
using System.Text;
using QrisPayments.Payments;
using QrisPayments.Refunds;
using QrisPayments.Web;

namespace QrisPayments.Api;

/// <summary>Money that goes back: routes under <c>/api/v1/payments/{id}/refunds</c>, and simulated refunds in sandbox mode.</summary>
internal static class RefundsApi
{
    private const string CreateRoute = "refunds.create";
    private const string SimulateRoute = "refunds.simulate";

    public static Task<ApiAnswer> CreateAsync(ApiCall call) => ApiBody.ReadAsync(call.Http.Request, async body =>
    {
        var refund = Read(body.Fields, body.Fields.RequiredShown("reason", RefundRules.MaxReason)) with
        {
            Reference = body.Fields.Text("reference", RefundRules.MaxReference),
        };
        if (AllFaults(body.Fields, refund) is { Count: > 0 } faults) return ApiAnswer.Invalid(faults);
        if (!PaymentsApi.TryIdempotencyKey(call, out var key, out var refusal)) return refusal;
        if (await PaymentsApi.FindAsync(call) is null) return ApiProblems.PaymentNotFound(call.Route("id"));
        var asked = new RefundAsked
        {
            PaymentId = call.Route("id"), Refund = refund, App = call.App.Code, Key = KeyOf(call, body, CreateRoute, key),
        };
        // Once it is asked for, a caller that goes away changes nothing.
        return Answer(await call.Service<RefundDesk>().MakeAsync(asked, CancellationToken.None), call.Route("id"));
    });

    public static async Task<ApiAnswer> ListAsync(ApiCall call)
    {
        if (await PaymentsApi.FindAsync(call) is not { } payment) return ApiProblems.PaymentNotFound(call.Route("id"));
        var refunds = await call.Service<RefundReader>().OfPaymentAsync(payment.Id, call.Aborted);
        return ApiAnswer.Ok(new { data = refunds.Select(RefundJson.Of), next_cursor = (string?)null });
    }

    /// <summary>Gives simulated money back at once. In the sandbox every app may do that to every payment that is not live.</summary>
    public static Task<ApiAnswer> SimulateAsync(ApiCall call) =>
        ApiBody.ReadAsync(call.Http.Request, body => SimulateAsync(call, body), mayBeEmpty: true);

    private static async Task<ApiAnswer> SimulateAsync(ApiCall call, ApiBody body)
    {
        var refund = Read(body.Fields, body.Fields.Shown("reason", RefundRules.MaxReason) ?? "Simulated");
        if (AllFaults(body.Fields, refund) is { Count: > 0 } faults) return ApiAnswer.Invalid(faults);
        if (!PaymentsApi.TryIdempotencyKey(call, out var key, out var refusal)) return refusal;
        if (await call.Service<PaymentReader>().FindAsync(call.Route("id"), call.Aborted) is not { LiveMode: false } payment)
            return ApiProblems.PaymentNotFound(call.Route("id"));
        var asked = new RefundAsked
        {
            PaymentId = payment.Id, Refund = refund, App = call.App.Code, IsSimulated = true,
            Key = KeyOf(call, body, SimulateRoute, key),
        };
        return Answer(await call.Service<RefundDesk>().MakeAsync(asked, CancellationToken.None), payment.Id);
    }

    private static NewRefund Read(ApiFields fields, string? reason) => new()
    {
        Amount = fields.Integer("amount"), Reason = reason ?? "",
    };

    /// <summary>What could not be read, and what is wrong with the rest: a client should have to ask only once.</summary>
    private static List<Fault> AllFaults(ApiFields fields, NewRefund refund) =>
    [
        .. fields.Faults,
        .. RefundRules.Check(refund).Where(fault => fields.Faults.All(read => read.Field != fault.Field)),
    ];

    private static ApiAnswer Answer(RefundOutcome outcome, string paymentId) => outcome.Result switch
    {
        RefundResult.Made => ApiAnswer.Json(201, outcome.Written!),
        RefundResult.NotPaid unpaid => ApiAnswer.Problem(409, "payment_not_paid", unpaid.Message,
            more: ("payment_status", unpaid.Payment.Status.Text())),
        RefundResult.TooMuch tooMuch => ApiAnswer.Problem(409, "refund_too_much", tooMuch.Message,
            more: ("refundable", tooMuch.Refundable)),
        RefundResult.TooMany many => ApiAnswer.Problem(409, "too_many_refunds", many.Message),
        RefundResult.ReferenceUsed used => ApiAnswer.Problem(409, "refund_reference_used", used.Message,
            more: [("refund_id", used.Existing.Id), ("amount", used.Existing.Amount)]),
        RefundResult.KeyReused => ApiAnswer.Problem(422, "idempotency_key_reused",
            "This Idempotency-Key came before with another request. Use a new key for a new refund."),
        _ => ApiProblems.PaymentNotFound(paymentId),
    };

    private static IdempotencyKey? KeyOf(ApiCall call, ApiBody body, string route, string? key) =>
        key is null ? null : new IdempotencyKey(call.App.Code, route, key, Hash(call, body));

    /// <summary>The payment stands in the address, and the same body for another payment is another request.</summary>
    private static string Hash(ApiCall call, ApiBody body) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{call.Route("id")}:{body.Hash()}")));
}
