namespace QrisPayments.Codec;

/// <summary>
/// Puts an amount into a code, or takes it out again. Only the objects concerned change; all else stays character for
/// character, in its place. Whatever is doubtful is refused: a wrong code costs a payment, a refusal does not.
/// </summary>
public static class QrisConverter
{
    // A payload of 512 characters takes at most twice as many UTF-16 units; what does not fit is too long.
    private const int BufferLength = 2 * QrisPayload.MaxLength;

    /// <summary>
    /// Makes a static code dynamic: tag 01 becomes 12, 54 to 57 are replaced and stand before 58, 62 is merged, 63 is
    /// computed anew. Refused are codes that the live profile rejects, codes of other countries, transfers and cash
    /// (62.08), codes that are already dynamic (unless <see cref="QrisConvertRequest.Reamount"/>), and amounts that
    /// are zero, too precise or too long. Never throws for any text or value in the request.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    public static QrisConversion Convert(string? text, QrisConvertRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);

        var refusals = default(Refusals);
        var edit = new PayloadEdit
        {
            Point = request.KeepStatic ? null : "12",
            InsertsPoint = true,
            Amount = RequestedText.Amount(request.Amount, request.AmountText, ref refusals),
            TipIndicator = request.Tip?.Indicator,
            TipValue = request.Tip is { } tip ? RequestedText.Tip(tip, ref refusals) : null,
            AdditionalData = request.AdditionalData,
        };
        if (request.AdditionalData is { } data) RequestedText.CheckAdditionalData(data, ref refusals);

        return Apply(text, edit, request.Reamount, refusals);
    }

    /// <summary>
    /// Makes a dynamic code static: tag 01 becomes 11 and 54 to 57 go. Tag 62 stays, so a bill number in it stays too.
    /// Refused is what <see cref="Convert"/> refuses for the text's sake. Never throws.
    /// </summary>
    public static QrisConversion ToStatic(string? text) =>
        Apply(text, new PayloadEdit { Point = "11" }, allowsDynamic: true, default);

    private static QrisConversion Apply(string? text, in PayloadEdit edit, bool allowsDynamic, Refusals refusals)
    {
        if (!QrisView.TryParse(text, out var source)) refusals.Add(QrisInspector.Inspect(text).Findings);
        else Refuse(source, allowsDynamic, ref refusals);
        if (refusals.Any) return new QrisConversion.Refused(refusals.Findings);

        var writer = new PayloadWriter(stackalloc char[BufferLength]);
        if (!edit.TryWrite(source, ref writer))
        {
            refusals.Add(writer.IsFull ? QrisRules.PayloadTooLong : QrisRules.AdditionalDataFull,
                writer.IsFull ? TagPath.Root : ObjectLevel.AdditionalData);
            return new QrisConversion.Refused(refusals.Findings);
        }

        // The last word is the reader's, not the writer's.
        var payload = writer.Written.ToString();
        if (!QrisView.TryParse(payload, out var result)) return new QrisConversion.Refused(QrisInspector.Inspect(payload).Findings);
        if (edit.IsMetBy(result)) return new QrisConversion.Converted(text!, payload);

        refusals.Add(QrisRules.ResultDiffers, TagPath.Root);
        return new QrisConversion.Refused(refusals.Findings);
    }

    private static void Refuse(QrisView source, bool allowsDynamic, ref Refusals refusals)
    {
        if (!source.IsQris) refusals.Add(QrisRules.NotQris, 58, source.CountryCode.ToString());
        if (source.IsDynamic && !allowsDynamic) refusals.Add(QrisRules.AlreadyDynamic, 1, "12");
        RequestedText.RefusePurpose(source[ObjectLevel.AdditionalData, 8], ref refusals);
    }
}
