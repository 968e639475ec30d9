using System.Globalization;
using QrisPayments.Codec;

namespace QrisPayments.Api;

/// <summary>Tools for QRIS payloads.</summary>
internal static class QrApi
{
    public static async Task<ApiAnswer> InspectAsync(ApiCall call)
    {
        var (body, refusal) = await ApiBody.ReadAsync(call.Http.Request, mayBeEmpty: false);
        if (body is null) return refusal!;
        using (body)
        {
            var fields = body.Fields;
            // Any text is inspected, also one with control characters; only "no text" is a fault of the request.
            var text = fields.AnyText("qris");
            var profile = fields.Text("profile", 10) ?? "live";
            if (profile is not ("live" or "strict")) fields.Add("profile", "unknown", "profile must be live or strict.");
            return fields.Faults.Count > 0
                ? ApiAnswer.Invalid(fields.Faults)
                : ApiAnswer.Ok(QrJson.Of(QrisInspector.Inspect(text, profile == "strict" ? QrisProfile.Strict : QrisProfile.Live)));
        }
    }

    public static async Task<ApiAnswer> ConvertAsync(ApiCall call)
    {
        var (body, refusal) = await ApiBody.ReadAsync(call.Http.Request, mayBeEmpty: false);
        if (body is null) return refusal!;
        using (body)
        {
            var fields = body.Fields;
            var text = fields.AnyText("qris");
            var toStatic = fields.Flag("to_static") ?? false;
            var request = toStatic ? null : Read(fields);
            if (fields.Faults.Count > 0) return ApiAnswer.Invalid(fields.Faults);
            return (request is null ? QrisConverter.ToStatic(text) : QrisConverter.Convert(text, request)) switch
            {
                QrisConversion.Converted converted => Converted(converted),
                QrisConversion.Refused refused => ApiAnswer.Problem(422, "qr_refused", "The code cannot be converted",
                    string.Join(" ", refused.Findings.Where(finding => finding.Severity == QrisSeverity.Reject).Select(finding => finding.Message)),
                    more: ("findings", refused.Findings.Select(QrJson.Of))),
                var other => throw new InvalidOperationException($"Unknown conversion {other.GetType().Name}."),
            };
        }
    }

    private static ApiAnswer Converted(QrisConversion.Converted converted)
    {
        var qr = QrisInspector.Inspect(converted.Payload);
        return ApiAnswer.Ok(new
        {
            qris = converted.Payload,
            amount = qr.Amount,
            amount_text = qr.AmountText,
            merchant_name = qr.MerchantName,
            nmid = qr.Nmid,
            dynamic = qr.IsDynamic,
            changes = converted.Changes.Select(change => new { path = change.Path, kind = change.Kind, before = change.Before, after = change.After }),
        });
    }

    private static QrisConvertRequest Read(ApiFields fields)
    {
        var asText = fields.IsText("amount");
        var bill = fields.Text("bill", 25);
        return new QrisConvertRequest
        {
            Amount = asText ? null : fields.RequiredInteger("amount"),
            AmountText = asText ? fields.Text("amount", 20) : null,
            Tip = Tip(fields),
            AdditionalData = bill is null ? null : new QrisAdditionalData { BillNumber = bill },
            KeepStatic = fields.Flag("keep_static") ?? false,
            Reamount = fields.Flag("reamount") ?? false,
        };
    }

    /// <summary><c>tip: true</c> lets the payer add one; <c>fee</c> is rupiah, or text such as <c>2.5%</c>.</summary>
    private static QrisTip? Tip(ApiFields fields)
    {
        var prompt = fields.Flag("tip") ?? false;
        QrisTip? fee = null;
        if (fields.IsText("fee"))
        {
            var text = fields.Text("fee", 10) ?? "";
            if (text.EndsWith('%') && decimal.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent))
                fee = QrisTip.Percent(percent);
            else
                fields.Add("fee", "invalid", "fee must be whole rupiah, or a percentage as text such as \"2.5%\".");
        }
        else if (fields.Integer("fee") is { } rupiah)
        {
            fee = QrisTip.Fixed(rupiah);
        }
        if (prompt && fee is not null) fields.Add("tip", "conflict", "A code asks for a tip or for a fee, not for both (tag 55).");
        return fee ?? (prompt ? QrisTip.Prompt : null);
    }
}
