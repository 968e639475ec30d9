using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Refunds;

namespace QrisPayments.Console;

/// <summary>What an operator does about money that goes back.</summary>
internal static class RefundForms
{
    private const string Route = "refunds.console";

    /// <summary>The form on a payment's page. Each rendering has a key of its own, so that a second click makes no second refund.</summary>
    public static async Task CreateAsync(ConsoleRequest request)
    {
        var (id, page) = (request.Route("id"), $"/payments/{request.Route("id")}");
        if (!PublicId.Looks(id, "pay"))
        {
            await NoticePages.NotFoundAsync(request);
            return;
        }
        if (request.Field("checked") != "yes")
        {
            await request.GoAsync($"{page}?said=confirm_needed");
            return;
        }
        if (!TryAmount(request, out var amount))
        {
            await request.GoAsync($"{page}?said=refund_amount");
            return;
        }
        if (request.IsUnreadable("reference"))
        {
            await request.GoAsync($"{page}?said=refund_reference");
            return;
        }
        var refund = new NewRefund { Amount = amount, Reason = request.Field("reason") ?? "", Reference = request.Field("reference") };
        if (RefundRules.Check(refund) is [var fault, ..])
        {
            await request.GoAsync($"{page}?said=refund_{fault.Field}");
            return;
        }
        var outcome = await request.Service<RefundDesk>().MakeAsync(
            new RefundAsked { PaymentId = id, Refund = refund, App = "", By = request.User, Key = KeyOf(request, refund) },
            CancellationToken.None);
        await (outcome.Result switch
        {
            RefundResult.Made => request.GoAsync($"{page}?said={(outcome.IsKnownTransfer ? "refund_known" : "refund_made")}"),
            RefundResult.TooMany => request.GoAsync($"{page}?said=too_many_refunds"),
            RefundResult.ReferenceUsed => request.GoAsync($"{page}?said=refund_reference_used"),
            RefundResult.TooMuch => request.GoAsync($"{page}?said=refund_too_much"),
            RefundResult.NotPaid => request.GoAsync($"{page}?said=not_paid"),
            RefundResult.KeyReused => request.GoAsync($"{page}?said=late"),
            _ => NoticePages.NotFoundAsync(request),
        });
    }

    /// <summary>Whether a case's form is about a refund or a dispute.</summary>
    public static bool IsAbout(string? action) => action is "sent" or "refuse" or "confirm" or "same";

    /// <summary>The forms of a refund's or a dispute's case.</summary>
    public static async Task DecideAsync(ConsoleRequest request)
    {
        var (id, decisions) = (request.Route("id"), request.Service<RefundDecisions>());
        if (!TryAmount(request, out var amount))
        {
            await request.GoAsync($"/reviews/{id}?said=refund_amount");
            return;
        }
        if (request.IsUnreadable("reference"))
        {
            await request.GoAsync($"/reviews/{id}?said=refund_reference");
            return;
        }
        var action = request.Field("action");
        var decision = action switch
        {
            "sent" => await decisions.SentAsync(id, request.Field("reference"), request.User, CancellationToken.None),
            "refuse" => await decisions.RefusedAsync(id, request.Field("remark"), request.User, CancellationToken.None),
            "same" => await decisions.SameAsync(id, request.Field("refund_id"), request.User, CancellationToken.None),
            _ => await decisions.ConfirmDisputeAsync(
                id, amount, request.Field("reference"), request.Field("remark"), request.User, CancellationToken.None),
        };
        await (decision switch
        {
            RefundDecision.Decided => request.GoAsync($"/money?said={Said(action)}"),
            RefundDecision.MayBeOnItsWay => request.GoAsync($"/reviews/{id}?said=refund_on_its_way"),
            RefundDecision.IsAnother => request.GoAsync($"/reviews/{id}?said=refund_is_another"),
            RefundDecision.AlreadyDecided => request.GoAsync($"/reviews/{id}?said=late"),
            RefundDecision.ReferenceMissing => request.GoAsync($"/reviews/{id}?said=refund_reference"),
            RefundDecision.RemarkMissing => request.GoAsync($"/reviews/{id}?said=remark_missing"),
            RefundDecision.TooMuch => request.GoAsync($"/reviews/{id}?said=refund_too_much"),
            _ => NoticePages.NotFoundAsync(request),
        });
    }

    private static string Said(string? action) => action switch
    {
        "refuse" => "refund_refused",
        "same" => "refund_same",
        _ => "refund_sent",
    };

    // Marks are never guessed at: "13.000" may be thirteen or thirteen thousand.
    private static bool TryAmount(ConsoleRequest request, out long? amount)
    {
        amount = null;
        if (request.IsUnreadable("amount")) return false;
        if (request.Field("amount") is not { } text) return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read)) return false;
        amount = read;
        return true;
    }

    private static IdempotencyKey? KeyOf(ConsoleRequest request, NewRefund refund) =>
        request.Field("key") is { } key && PublicId.Looks(key, "frm")
            ? new IdempotencyKey("", Route, key, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
                $"{request.Route("id")}|{refund.Amount}|{refund.Reference}|{refund.Reason}"))))
            : null;
}
