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
    public static async Task<ApiAnswer> PayAsync(ApiCall call)
    {
        var id = call.Route("id");
        var (body, refusal) = await ApiBody.ReadAsync(call.Http.Request, mayBeEmpty: true);
        if (body is null) return refusal!;
        using (body)
        {
            var fields = body.Fields;
            var amount = fields.Integer("amount");
            var at = fields.Text("at", 40);
            var faults = new List<Fault>(fields.Faults);
            if (amount is < 1 or > 1_000_000_000_000) faults.Add(new Fault("amount", "out_of_range", "amount must be whole rupiah, 1 or more."));
            var time = at is null ? null : CreditFields.Time(at);
            if (at is not null && time is null) faults.Add(new Fault("at", "invalid", "at must be ISO 8601, such as 2026-01-01T12:30:00+07:00."));
            if (time is { } sent && sent.At > call.Service<TimeProvider>().Now() + CreditFields.Ahead)
                faults.Add(new Fault("at", "in_future", $"at is more than {CreditFields.Ahead.TotalMinutes} minutes in the future."));
            if (faults.Count > 0) return ApiAnswer.Invalid(faults);

            var reader = call.Service<PaymentReader>();
            // In the sandbox every app may pay every payment, the shop's own as well: that is what it is for.
            if (await reader.FindAsync(id, call.Aborted) is null) return ApiProblems.PaymentNotFound(id);
            var result = await call.Service<SandboxMoney>().PayAsync(id, amount, time?.At, CancellationToken.None);
            if (result is not CreditResult.Recorded { Credit: var credit })
                return ApiAnswer.Problem(409, "payment_not_open", "Nothing to pay to yet", "The payment has no open attempt. If it is being prepared, repeat the call shortly.", TimeSpan.FromSeconds(1));
            var payment = await reader.FindAsync(id, CancellationToken.None);
            var answer = JsonSerializer.SerializeToNode(CreditJson.Of(credit), JsonShapes.Options)!.AsObject();
            // Simulating money on somebody else's payment opens nobody's customer data.
            answer["payment"] = call.MaySee(payment!) ? JsonSerializer.SerializeToNode(PaymentJson.Of(payment!), JsonShapes.Options) : null;
            return ApiAnswer.Ok(answer);
        }
    }

    public static Task<ApiAnswer> ReportAsync(ApiCall call) => CreditsApi.ReportAsync(call, SandboxMoney.Source);
}
