using System.Globalization;
using System.Net;
using System.Text;

namespace QrisPayments.Codec;

/// <summary>
/// Recognises what happened to a rejected text on its way. Each guess is proved before it is told: the text is put
/// back as it must have been, and only if its checksum then fits is the cause named. Truncation alone cannot be
/// proved; it is told from where the chain of objects breaks.
/// </summary>
internal static class TransportDamage
{
    public static void Explain(string payload, int start, FindingList findings)
    {
        ExplainEncoding(payload, start, findings);
        ExplainLengths(payload, start, findings);
        ExplainEnd(payload, start, findings);
        ExplainChecksum(payload, start, findings);
        ExplainEdits(payload, start, findings);
    }

    private static void ExplainEncoding(string payload, int start, FindingList findings)
    {
        var plus = payload.IndexOf('+', StringComparison.Ordinal);
        if (plus >= 0 && Seal.Fits(payload.Replace('+', ' ')))
            findings.Report(QrisRules.DamagePlusForSpace, TagPath.Root, start + plus, 1);

        var percent = payload.IndexOf('%', StringComparison.Ordinal);
        if (percent >= 0 && (Seal.Fits(Uri.UnescapeDataString(payload)) || Seal.Fits(WebUtility.UrlDecode(payload))))
            findings.Report(QrisRules.DamagePercentEncoding, TagPath.Root, start + percent, Math.Min(3, payload.Length - percent));

        var ampersand = payload.IndexOf('&', StringComparison.Ordinal);
        if (ampersand >= 0 && Seal.Fits(WebUtility.HtmlDecode(payload)))
            findings.Report(QrisRules.DamageHtmlEncoding, TagPath.Root, start + ampersand, 1);
    }

    private static void ExplainLengths(string payload, int start, FindingList findings)
    {
        if (Characters.ArePrintableAscii(payload) || Seal.Fits(payload)) return;
        if (Seal.Fits(payload, LengthUnit.Utf16Units)) findings.Report(QrisRules.DamageLengthInUnits, TagPath.Root, start, 0);
        else if (Seal.Fits(payload, LengthUnit.Utf8Bytes)) findings.Report(QrisRules.DamageLengthInBytes, TagPath.Root, start, 0);
    }

    /// <summary>The text breaks in its last object: cut off, or a checksum written without its leading zeros.</summary>
    private static void ExplainEnd(string payload, int start, FindingList findings)
    {
        var tlv = new TlvText(payload);
        var at = 0;
        TlvFault fault;
        int id;
        Slot value;
        while ((fault = tlv.Read(at, payload.Length, out id, out value)) == TlvFault.None && id != 63)
        {
            at = value.End;
            if (at == payload.Length) return;
        }

        var tail = payload.AsSpan(at);
        if (id == 63 && IsUnpadded(payload, at, out var checksum))
            findings.Report(QrisRules.DamageCrcUnpadded, 63, start + at, tail.Length, checksum);
        else if (fault is TlvFault.HeaderCut or TlvFault.ValueCut)
            findings.Report(QrisRules.DamageTruncated, TagPath.Root, start + payload.Length, 0);
    }

    private static bool IsUnpadded(string payload, int at, out ushort checksum)
    {
        checksum = 0;
        if (payload.Length - at is < 5 or > 7 || !payload.AsSpan(at).StartsWith("630")) return false;

        checksum = Crc16.Of($"{payload.AsSpan(0, at)}6304");
        return uint.TryParse(payload.AsSpan(at + 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var written)
            && written == checksum;
    }

    /// <summary>The checksum is a checksum, but not over the right bytes.</summary>
    private static void ExplainChecksum(string payload, int start, FindingList findings)
    {
        if (!Seal.TryFind(payload, out var value, out var written) || Seal.Fits(payload)) return;

        var offset = start + value;
        if (Crc16.Of(payload.AsSpan(0, value - 4)) == written)
            findings.Report(QrisRules.DamageCrcScope, 63, offset, 4);
        else if (!Characters.ArePrintableAscii(payload) && Crc16.IsOverOtherBytes(payload.AsSpan(0, value), written))
            findings.Report(QrisRules.DamageCrcBytes, 63, offset, 4);
    }

    /// <summary>An amount, a tip or the point of initiation was edited in, and the old checksum left standing.</summary>
    private static void ExplainEdits(string payload, int start, FindingList findings)
    {
        if (!Seal.TryFind(payload, out _, out _) || Seal.Fits(payload)) return;

        foreach (var (first, last) in (ReadOnlySpan<(int, int)>)[(54, 54), (54, 57), (55, 57)])
        {
            var isFound = Seal.Fits(Unedited(payload, first, last, isStatic: false, out var edit))
                || Seal.Fits(Unedited(payload, first, last, isStatic: true, out edit));
            if (!isFound || edit.Id == 0) continue;

            findings.Report(QrisRules.DamageAmountUnsealed, edit.Id, start + edit.Value.Start, edit.Value.Length);
            return;
        }

        if (Seal.Fits(Unedited(payload, -1, -1, isStatic: true, out var point)))
            findings.Report(QrisRules.DamagePointUnsealed, 1, start + point.Value.Start, point.Value.Length);
    }

    /// <summary>The payload without the objects of some ids and, if asked, static again; with the first place that differs.</summary>
    private static string Unedited(string payload, int first, int last, bool isStatic, out (int Id, Slot Value) edit)
    {
        var tlv = new TlvText(payload);
        var unedited = new StringBuilder(payload.Length);
        edit = default;

        for (var at = 0; at < payload.Length && tlv.Read(at, payload.Length, out var id, out var value) == TlvFault.None; at = value.End)
        {
            var isRemoved = id >= first && id <= last;
            var isPoint = isStatic && id == 1 && tlv[value] is "12";
            if (isRemoved || (isPoint && first < 0)) edit = edit.Id == 0 ? (id, value) : edit;

            if (isPoint) unedited.Append("010211");
            else if (!isRemoved) unedited.Append(payload, at, value.End - at);
        }

        return unedited.ToString();
    }
}
