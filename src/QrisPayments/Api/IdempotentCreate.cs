using QrisPayments.Payments;
using QrisPayments.Storage;
using QrisPayments.Web;

namespace QrisPayments.Api;

/// <summary>A create with <c>Idempotency-Key</c>: one payment and one answer, however often and however parallel it is asked for.</summary>
internal static class IdempotentCreate
{
    public static async Task<ApiAnswer> RunAsync(
        ApiCall call, NewPayment payment, IReadOnlyList<Fault> warnings, IdempotencyKey key)
    {
        var store = call.Service<IdempotencyStore>();
        var deadline = Environment.TickCount64 + (long)AttemptOpener.Budget.TotalMilliseconds;
        for (var pause = 10; ; pause = Math.Min(pause * 2, 250))
        {
            if (await store.FindAsync(key, call.Aborted) is { } taken)
            {
                if (taken.BodyHash != key.BodyHash)
                    return ApiAnswer.Problem(422, "idempotency_key_reused",
                        "This Idempotency-Key came before with another body. Use a new key for a new request.");
                if (taken.Response is { } response) return ApiAnswer.Json(201, response);
                if (await TakeOverAsync(call, key, taken) is { } answer) return answer;
            }
            else if (await call.Service<PaymentCreator>()
                .CreateAsync(call.App.Code, payment, key, call.Aborted) is CreateOutcome.Answered answered)
            {
                return PaymentsApi.Answer(answered.Result, warnings);
            }
            // Another request is making it at this moment; the answer will be that one's.
            if (Environment.TickCount64 > deadline)
                return ApiAnswer.Problem(409, "idempotency_in_progress",
                    "A request with this Idempotency-Key is being worked on. Repeat it shortly.", TimeSpan.FromSeconds(2));
            await Task.Delay(pause, call.Aborted);
        }
    }

    /// <summary>The first request died before it could answer: the payment stands, so its answer is made from it.</summary>
    private static async Task<ApiAnswer?> TakeOverAsync(ApiCall call, IdempotencyKey key, IdempotencyRecord taken)
    {
        if (taken.CreatedAt.FromDb() + AttemptStarter.Lease > call.Service<TimeProvider>().Now()) return null;
        var payment = await call.Service<PaymentReader>().FindAsync(taken.PaymentId, call.Aborted);
        if (payment is null) return null;
        await call.Service<Database>().TransactAsync(session => IdempotencyStore.AnswerAsync(session, key, payment), call.Aborted);
        // Read back: another may have answered first, and all must hear the same.
        return await call.Service<IdempotencyStore>().FindAsync(key, call.Aborted) is { Response: { } response }
            ? ApiAnswer.Json(201, response)
            : null;
    }
}
