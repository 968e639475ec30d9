using System.Text.Json;
using QrisPayments.Foundation;
using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;
using QrisPayments.Web;

namespace QrisPayments.Api;

/// <summary>Simulated money. These routes exist in sandbox mode only.</summary>
internal static class SandboxApi
{
    public static Task<ApiAnswer> PayAsync(ApiCall call) => ApiBody.ReadAsync(call.Http.Request, mayBeEmpty: true, answer: async body =>
    {
        var fields = body.Fields;
        var amount = fields.Integer("amount");
        CreditFields.CheckAmount(fields, amount);
        var time = CreditFields.ReadTime(fields, fields.Text("at", 40), call.Service<TimeProvider>().Now());
        if (fields.Faults.Count > 0) return ApiAnswer.Invalid(fields.Faults);

        var id = call.Route("id");
        var reader = call.Service<PaymentReader>();
        // In the sandbox every app may pay every payment, the shop's own as well: that is what it is for.
        if (await reader.FindAsync(id, call.Aborted) is null) return ApiProblems.PaymentNotFound(id);
        var result = await call.Service<SandboxMoney>().PayAsync(id, amount, time?.At, CancellationToken.None);
        if (result is not CreditResult.Recorded { Credit: var credit })
            return ApiAnswer.Problem(409, "payment_not_open",
                "The payment has no open attempt. If it is being prepared, repeat the call shortly.", TimeSpan.FromSeconds(1));
        var answer = JsonSerializer.SerializeToNode(CreditJson.Of(credit), JsonShapes.Options)!.AsObject();
        // Simulating money on another app's payment does not open its customer data.
        answer["payment"] = await reader.FindAsync(id, CancellationToken.None) is { } payment && call.MaySee(payment)
            ? JsonSerializer.SerializeToNode(PaymentJson.Of(payment), JsonShapes.Options)
            : null;
        return ApiAnswer.Ok(answer);
    });

    public static Task<ApiAnswer> ReportAsync(ApiCall call) => CreditsApi.ReportAsync(call, SandboxMoney.Source);
}
