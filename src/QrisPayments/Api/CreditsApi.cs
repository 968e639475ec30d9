using QrisPayments.Money;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;
using QrisPayments.Web;

namespace QrisPayments.Api;

/// <summary>Money reported by a bank script, a bot or a phone that forwards notifications.</summary>
internal static class CreditsApi
{
    public static Task<ApiAnswer> ReportAsync(ApiCall call) => ReportAsync(call, "api:" + call.App.Code);

    public static Task<ApiAnswer> ReportAsync(ApiCall call, string source) => ApiBody.ReadAsync(call.Http.Request, async body =>
    {
        if (!CreditFields.TryRead(body.Fields, source, call.Service<TimeProvider>().Now(), out var credit, out var faults))
            return ApiAnswer.Invalid(faults);
        if (await call.Service<KnownAccounts>().CheckAsync(credit.Account, call.Http.RequestAborted) is { Count: > 0 } unknown)
            return ApiAnswer.Invalid(unknown);
        // Not the client's token: a report that was heard is taken in, whether or not its sender waits.
        return Answer(await call.Service<CreditIntake>().ReceiveAsync(credit, CancellationToken.None));
    });

    public static ApiAnswer Answer(CreditResult result) => result switch
    {
        CreditResult.Recorded recorded => ApiAnswer.Created(CreditJson.Of(recorded.Credit)),
        CreditResult.Known known => ApiAnswer.Ok(CreditJson.Of(known.Credit)),
        CreditResult.Conflict conflict => ApiAnswer.Problem(409, "credit_conflict",
            $"Reference {conflict.Credit.ExternalRef} was reported before with {conflict.Credit.Amount}. "
            + "Nothing was counted; a person has to look (review 'conflict').",
            more: ("credit_id", conflict.Credit.Id)),
        _ => throw new InvalidOperationException($"Unknown credit result {result.GetType().Name}."),
    };
}
