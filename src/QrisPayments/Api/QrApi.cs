using System.Globalization;
using QrisPayments.Codec;
using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Web;

namespace QrisPayments.Api;

/// <summary>Tools for QRIS payloads, which come as text or as a picture.</summary>
internal static class QrApi
{
    /// <summary>A picture in base64 and a little around it.</summary>
    private const int MaxBytes = 1 << 20;

    public static Task<ApiAnswer> InspectAsync(ApiCall call) => ReadAsync(call, fields =>
    {
        var profile = fields.Text("profile", 10) ?? "live";
        if (profile is not ("live" or "strict")) fields.Add("profile", "unknown", "profile must be live or strict.");
        return qris => ApiAnswer.Ok(QrJson.Of(QrisInspector.Inspect(qris, profile == "strict" ? QrisProfile.Strict : QrisProfile.Live)));
    });

    public static Task<ApiAnswer> ConvertAsync(ApiCall call) => ReadAsync(call, fields =>
    {
        var request = fields.Flag("to_static") == true ? null : Read(fields);
        return qris => (request is null ? QrisConverter.ToStatic(qris) : QrisConverter.Convert(qris, request)) switch
        {
            QrisConversion.Converted converted => Converted(converted),
            QrisConversion.Refused refused => ApiAnswer.Problem(422, "qr_refused",
                string.Join(" ", refused.Findings.Where(finding => finding.Severity == QrisSeverity.Reject)
                    .Select(finding => finding.Message)),
                more: ("findings", refused.Findings.Select(QrJson.Of))),
            var other => throw new InvalidOperationException($"Unknown conversion {other.GetType().Name}."),
        };
    });

    /// <summary>Reads the code, whichever way it came, and has it answered.</summary>
    /// <param name="call">The call.</param>
    /// <param name="read">Reads the other fields, before the code: what is wrong with any of them is told at once.</param>
    private static Task<ApiAnswer> ReadAsync(ApiCall call, Func<ApiFields, Func<string, ApiAnswer>> read) =>
        ApiBody.ReadAsync(call.Http.Request, maxBytes: MaxBytes, answer: async body =>
        {
            var fields = body.Fields;
            var answer = read(fields);
            if (fields.Has("image")) return await AnswerPictureAsync(call, fields, answer);
            // Any text is inspected, also one with control characters; only "no text" is a fault of the request.
            return fields.AnyText("qris") is { } qris && fields.Faults.Count == 0 ? answer(qris) : ApiAnswer.Invalid(fields.Faults);
        });

    private static async Task<ApiAnswer> AnswerPictureAsync(
        ApiCall call, ApiFields fields, Func<string, ApiAnswer> answer)
    {
        if (fields.Has("qris")) fields.Add("image", "conflict", "Send the code as qris or as image, not as both.");
        var picture = fields.Text("image", MaxBytes) is { } image ? Base64Picture.Read(image) : [];
        if (picture is null)
            fields.Add("image", "invalid", "image must be a picture in base64, with or without data:image/png;base64, before it.");
        if (fields.Faults.Count > 0) return ApiAnswer.Invalid(fields.Faults);
        return await call.Service<QrPictures>().ReadAsync(picture, call.Aborted) switch
        {
            QrReading.Found found => answer(found.Text),
            QrReading.None { Why: QrUnreadable.Busy } => ApiAnswer.Problem(429, "too_many_pictures",
                "Too many pictures are being read at this moment. Repeat the request, or send the code's text as qris.",
                TimeSpan.FromSeconds(5)),
            QrReading.None { Why: QrUnreadable.NotInstalled } => ApiAnswer.Problem(422, "pictures_not_installed",
                "This shop reads no pictures: it does not have the package QrisPayments.QrImages. Send the code's text as qris, or add "
                + "the package to the shop (dotnet add package QrisPayments.QrImages)."),
            QrReading.None none => ApiAnswer.Problem(422, "qr_image_unreadable", Why(none.Why)),
            var other => throw new InvalidOperationException($"Unknown reading {other.GetType().Name}."),
        };
    }

    private static string Why(QrUnreadable why) => why switch
    {
        QrUnreadable.TooLarge =>
            "The picture is too large: at most 8192 pixels a side and 16 megapixels (8 of an interlaced PNG or a progressive JPEG).",
        QrUnreadable.BrokenImage => "The file is damaged or cut off, or of a rare kind. Send it again, or as another PNG or JPEG.",
        QrUnreadable.NoCode => "There is no QR code in the picture that is large and clear enough.",
        QrUnreadable.DamagedCode => "The QR code in the picture is too blurred or dirty to be read. Send a sharper one.",
        QrUnreadable.OtherCode => "The QR code in the picture is of a kind that no QRIS is.",
        _ => "The file is not a picture: send a PNG, JPEG, GIF or WebP.",
    };

    private static ApiAnswer Converted(QrisConversion.Converted converted)
    {
        var qr = QrisInspector.Inspect(converted.Payload);
        return ApiAnswer.Ok(new
        {
            qris = converted.Payload,
            amount = qr.Amount,
            amount_text = qr.AmountText,
            merchant_name = QrJson.Seen(qr.MerchantName),
            nmid = qr.Nmid,
            dynamic = qr.IsDynamic,
            changes = converted.Changes.Select(
                change => new { path = change.Path, kind = change.Kind, before = change.Before, after = change.After }),
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
            var number = text.EndsWith('%') ? text[..^1] : "";
            if (decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent))
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
