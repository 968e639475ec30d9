using System.Globalization;
using QrisPayments.BayarGg.Wire;
using QrisPayments.Codec;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg;

/// <summary><c>qris-convert</c>, <c>qris-info</c> and the images of codes.</summary>
internal static class QrisTools
{
    private const string TooMany =
        "Too many pictures are being read at this moment. Try again in a few seconds, or send the code's text as qris.";

    /// <summary>A QRIS is at most 512 characters; some room for blanks around one that was pasted.</summary>
    private const int MaxText = 1_000;

    /// <summary>The image of a code. It asks for no key, so it draws nothing but a whole QRIS, whose length has a bound.</summary>
    public static FacadeAnswer Draw(FacadeRequest request, IFacadeShop shop)
    {
        var text = RequestBody.Text(request.Query.GetValueOrDefault("text")) ?? RequestBody.Text(request.Query.GetValueOrDefault("data"));
        if (text is null) return Reply.Error(400, "text is required.");
        return shop.DrawQr(text) switch
        {
            QrDrawResult.Drawn drawn => FacadeAnswer.Image(drawn.Image),
            QrDrawResult.Refused { Refusal: var refusal } =>
                Reply.Error(refusal.Status, refusal.Message) with { RetryAfter = refusal.RetryAfter },
            _ => Reply.Error(400, "text is not a valid QRIS."),
        };
    }

    public static async Task<FacadeAnswer> ConvertAsync(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken)
    {
        if (SentFields.Read(request) is not { } sent)
            return Reply.Error(400, "The body must be a JSON object or a form with nominal and qris.");
        if (sent.FirstNested("nominal", "qris", "image", "image_url") is { } nested) return Reply.Error(400, $"{nested} must be a text.");
        if (sent["nominal"] is not { } written) return Reply.Error(400, "nominal is required: whole rupiah, 1 or more.");
        if (!RupiahJsonConverter.TryParse(written.Trim(), out var nominal) || nominal < 1)
            return Reply.Error(400, RequestBody.NotRupiah("nominal"));
        var source = await SourceAsync(request, sent, shop, cancellationToken);
        if (source is Parsed<string>.Bad { Fault: var fault })
            return fault == TooMany ? Reply.Error(429, fault) with { RetryAfter = TimeSpan.FromSeconds(5) } : Reply.Error(400, fault);
        return QrisConverter.Convert(((Parsed<string>.Good)source).Value, new QrisConvertRequest { Amount = nominal }) switch
        {
            QrisConversion.Converted converted => Reply.Of(new QrisConvertAnswer
            {
                Qris = converted.Payload, QrImageUrl = Addresses.DataImageOf(request, converted.Payload),
                MerchantName = QrisInspector.Inspect(converted.Payload).MerchantName ?? "", Amount = nominal,
            }, WireJson.Default.QrisConvertAnswer),
            QrisConversion.Refused refused => Reply.Error(400, $"The QRIS cannot be converted: {Reasons(refused.Findings)}"),
            var other => throw new InvalidOperationException($"Unknown conversion {other.GetType().Name}."),
        };
    }

    public static FacadeAnswer Info(FacadeRequest request)
    {
        var text = RequestBody.Text(request.Query.GetValueOrDefault("qris"));
        if (text is null && request.Method == "POST")
        {
            if (SentFields.Read(request) is not { } sent) return Reply.Error(400, "The body must be a JSON object or a form with qris.");
            if (sent.FirstNested("qris") is not null) return Reply.Error(400, "qris must be a text.");
            text = RequestBody.Text(sent["qris"]);
        }
        if (text is null) return Reply.Error(400, "qris is required.");
        if (text.Length > MaxText) return Reply.Error(400, $"qris may have at most {MaxText} characters.");
        var qr = QrisInspector.Inspect(text);
        if (qr is not { IsValid: true, IsQris: true }) return Reply.Error(400, $"This is not a valid QRIS: {Reasons(qr.Findings)}");
        return Reply.Of(new QrisInfoAnswer
        {
            MerchantName = qr.MerchantName ?? "",
            MerchantCity = qr.MerchantCity ?? "",
            Amount = decimal.TryParse(qr.AmountText, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
                ? amount
                : 0,
            IsDynamic = qr.IsDynamic,
        }, WireJson.Default.QrisInfoAnswer);
    }

    /// <summary>The code's text, from whichever of the three ways it came.</summary>
    private static async Task<Parsed<string>> SourceAsync(
        FacadeRequest request, SentFields sent, IFacadeShop shop, CancellationToken cancellationToken)
    {
        if (RequestBody.Text(sent["qris"]) is { } text)
            return text.Length > MaxText ? Bad($"qris may have at most {MaxText} characters.") : new Parsed<string>.Good(text);
        if (request.Files.TryGetValue("image", out var file)) return await FromPictureAsync(file, shop, cancellationToken);
        if (RequestBody.Text(sent["image"]) is { } image)
            return Base64Picture.Read(image) is { } bytes
                ? await FromPictureAsync(bytes, shop, cancellationToken)
                : Bad("image must be a picture in base64.");
        if (RequestBody.Text(sent["image_url"]) is not { } address) return Bad("qris, image or image_url is required.");
        return Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
            ? Answer(await shop.ReadQrAsync(uri, cancellationToken), "image_url")
            : Bad("image_url must be the whole address of a picture, with https:// or http://.");
    }

    private static async Task<Parsed<string>> FromPictureAsync(
        ReadOnlyMemory<byte> picture, IFacadeShop shop, CancellationToken cancellationToken)
    {
        if (picture.IsEmpty) return Bad("image is empty.");
        return Answer(await shop.ReadQrAsync(picture, cancellationToken), "image");
    }

    private static Parsed<string> Answer(QrReading reading, string image) => reading switch
    {
        QrReading.Found { Text: { Length: <= MaxText } text } => new Parsed<string>.Good(text),
        QrReading.Found => Bad($"The QR code in {image} is not a QRIS."),
        QrReading.None none => Bad(Why(none.Why, image)),
        var other => throw new InvalidOperationException($"Unknown reading {other.GetType().Name}."),
    };

    private static Parsed<string> Bad(string fault) => new Parsed<string>.Bad(fault);

    private static string Why(QrUnreadable why, string image) => why switch
    {
        QrUnreadable.NotInstalled =>
            "This shop reads no pictures: it does not have the package QrisPayments.QrImages. Send the code's text as qris.",
        QrUnreadable.TooLarge =>
            $"{image} is too large: at most 1 MB, 8192 pixels a side and 16 megapixels (8 of an interlaced PNG or a progressive JPEG).",
        QrUnreadable.BrokenImage => $"{image} is damaged or of a rare kind. Send it again, or as another PNG or JPEG.",
        QrUnreadable.NoCode => $"There is no QR code in {image} that is large and clear enough.",
        QrUnreadable.DamagedCode => $"The QR code in {image} is too blurred or dirty to be read. Send a sharper picture.",
        QrUnreadable.Busy => TooMany,
        QrUnreadable.OtherCode => $"The QR code in {image} is not a QRIS.",
        QrUnreadable.Unreachable =>
            "image_url could not be fetched. It must be a public address that answers with the picture itself within 5 seconds; "
                + "redirects are not followed. Or send the picture as image.",
        _ => $"{image} must be a PNG, JPEG, GIF or WebP.",
    };

    /// <summary>The codec wants another amount asked for explicitly; this API has no parameter for that.</summary>
    private static string Reason(QrisFinding finding) =>
        finding.Code == QrisRules.AlreadyDynamic.Code ? "It is dynamic already; send the static QRIS." : finding.Message;

    private static string Reasons(IEnumerable<QrisFinding> findings) =>
        string.Join(" ", findings.Where(finding => finding.Severity == QrisSeverity.Reject).Select(Reason)
            .DefaultIfEmpty("it is not an Indonesian QRIS.").Take(5));
}
