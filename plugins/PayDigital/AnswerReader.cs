using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using QrisPayments.PayDigital.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.PayDigital;

/// <summary>What PayDigital's answers mean.</summary>
internal static class AnswerReader
{
    private const string OtherGeneration =
        "PayDigital answers in another generation of its API (x-api-key, /createqris, /statusqris) than this plugin speaks. "
            + "Check the gateway address, or update the plugin.";

    public static OpenResult Created(GatewayAnswer<Answer> answer, OpenRequest request, DateTimeOffset now)
    {
        switch (answer)
        {
            case GatewayAnswer<Answer>.NotDone not: return new OpenResult.Rejected("gateway_unreachable", not.Message);
            case GatewayAnswer<Answer>.Unclear unclear: return new OpenResult.Unknown(unclear.Message);
            case GatewayAnswer<Answer>.Answered { Body: var body, StatusCode: var code }:
                if (IsSuccess(body))
                    return Data(body, PayDigitalJson.Default.CreatedInvoice) is { } invoice
                        ? Check(invoice, request, now)
                        : new OpenResult.Unknown("PayDigital says yes but hands out no invoice that can be read.");
                if (IsOtherGeneration(body))
                    return SaysYes(body)
                        ? new OpenResult.Unknown(OtherGeneration)
                        : new OpenResult.Rejected("other_api_generation", OtherGeneration);
                // A server that failed may have made the invoice before it did (WIRE G6).
                return code >= 500 || (Reason(body) is null && body.Status is null)
                    ? new OpenResult.Unknown($"PayDigital answered {code} and gives no certain no.")
                    : new OpenResult.Rejected("gateway_refused", $"PayDigital refuses: {Reason(body) ?? "without a reason"}");
            default: throw new InvalidOperationException();
        }
    }

    public static StatusResult State(GatewayAnswer<Answer> answer, OpenedAttempt attempt)
    {
        switch (answer)
        {
            case GatewayAnswer<Answer>.NotDone not: return new StatusResult.Unknown(not.Message, not.RetryAfter);
            case GatewayAnswer<Answer>.Unclear unclear: return new StatusResult.Unknown(unclear.Message);
            case GatewayAnswer<Answer>.Answered { Body: var body, StatusCode: var code }:
                if (IsSuccess(body))
                    return Data(body, PayDigitalJson.Default.InvoiceState) is { } state
                        ? State(state, attempt)
                        : new StatusResult.Unreadable("PayDigital says yes but tells no state that can be read.");
                if (IsOtherGeneration(body)) return new StatusResult.Unknown(OtherGeneration);
                if (IsNotFound(body)) return new StatusResult.NotFound();
                var refusal = $"PayDigital refuses ({code}): {Reason(body) ?? "without a reason"}";
                return answer.IsAnswer && Reason(body) is not null && !IsOfTheKey(body)
                    ? new StatusResult.Unreadable(refusal)
                    : new StatusResult.Unknown(refusal);
            default: throw new InvalidOperationException();
        }
    }

    /// <summary>
    /// An invoice that contradicts itself or the question is never shown. The QR's own amount is checked by the module (WIRE P5, G11).
    /// </summary>
    private static OpenResult Check(CreatedInvoice invoice, OpenRequest request, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(invoice.Invoice) || invoice.TotalAmount is not { } total
            || string.IsNullOrWhiteSpace(invoice.QrContent))
            return new OpenResult.Rejected("answer_incomplete", "PayDigital's invoice lacks its number, its total or its QR.");
        if (invoice.Amount is { } amount && amount != request.Amount)
            return new OpenResult.Rejected("amount_differs", $"PayDigital made an invoice over {Rupiah.Format(amount)} instead of "
                + $"{Rupiah.Format(request.Amount)}.");
        if (total != request.Amount + (invoice.UniqueCode ?? 0))
            return new OpenResult.Rejected("total_differs", $"PayDigital asks for {Rupiah.Format(total)}, but amount and unique code "
                + $"make {Rupiah.Format(request.Amount + (invoice.UniqueCode ?? 0))}.");
        return new OpenResult.Opened
        {
            ProviderRef = invoice.Invoice,
            TotalAmount = total,
            QrPayload = invoice.QrContent,
            // Neither the picture nor the page: the one is a third party's, the other has no https (WIRE P6).
            ExpiresAt = Wib.TryParse(invoice.ExpiredAt, out var expires) && expires > now ? expires : null,
        };
    }

    private static StatusResult State(InvoiceState state, OpenedAttempt attempt)
    {
        if (state.Invoice != attempt.ProviderRef) return new StatusResult.Unreadable("PayDigital answers about another invoice.");
        return state.Status?.Trim().ToUpperInvariant() switch
        {
            // The inner status counts, and only for the invoice and the total that we know (WIRE P1).
            "PAID" when state.TotalAmount == attempt.TotalAmount => new StatusResult.Paid
            {
                Amount = state.TotalAmount, At = Wib.TryParse(state.PaidAt, out var at) ? at : null,
            },
            "PAID" => new StatusResult.Doubtful("total_differs",
                $"PayDigital says paid, over {(state.TotalAmount is { } total ? Rupiah.Format(total) : "no total")}; "
                    + $"{Rupiah.Format(attempt.TotalAmount)} was asked for."),
            "PENDING" or "UNPAID" or "WAITING" => new StatusResult.Pending(),
            "EXPIRED" => new StatusResult.Ended(AttemptEnd.Expired),
            "CANCELLED" or "CANCELED" => new StatusResult.Ended(AttemptEnd.Cancelled),
            "FAILED" => new StatusResult.Ended(AttemptEnd.Failed),
            var other =>
                ReversalWords.Read(other, "PayDigital says of this invoice that its money went back. Look at its dashboard.")
                ?? new StatusResult.Unreadable("PayDigital tells a state that its text does not know.", state.Status),
        };
    }

    private static bool IsSuccess(Answer answer) => Answer.Success.Equals(answer.Status?.Trim(), StringComparison.OrdinalIgnoreCase);

    private static bool IsOtherGeneration(Answer answer) =>
        answer.Status is null && (answer.Ok is not null || answer.Succeeded is not null);

    /// <summary>What the other generation calls success may have made an invoice, though not one that we could read.</summary>
    private static bool SaysYes(Answer answer) => (answer.Ok ?? answer.Succeeded) is not { ValueKind: JsonValueKind.False };

    private static bool IsNotFound(Answer answer) =>
        Reason(answer) is { } reason && reason.Contains("invoice", StringComparison.OrdinalIgnoreCase)
        && (reason.Contains("tidak ditemukan", StringComparison.OrdinalIgnoreCase)
            || reason.Contains("not found", StringComparison.OrdinalIgnoreCase));

    /// <summary>A refused key or store comes with 200, too, and concerns every invoice.</summary>
    private static bool IsOfTheKey(Answer answer) =>
        Reason(answer) is { } reason && KeyWords.Any(word => reason.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static readonly string[] KeyWords =
        ["api key", "api_key", "apikey", "token", "merchant", "store", "toko", "unauthorized", "akun", "account"];

    private static string? Reason(Answer answer) =>
        new[] { answer.Message, answer.Messages, answer.Error }.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));

    private static T? Data<T>(Answer answer, JsonTypeInfo<T> shape) where T : class
    {
        try
        {
            return answer.Data is { ValueKind: JsonValueKind.Object } data ? data.Deserialize(shape) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
