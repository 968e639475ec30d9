using QrisPayments.Plugins;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;
using ZXing.QrCode.Internal;

namespace QrisPayments.QrImages;

/// <summary>Looks for a QR code in several views of a picture: from afar and from near, dark on light and light on dark.</summary>
internal static class CodeSearch
{
    /// <summary>
    /// A code that fills a picture of this side has modules of five pixels and more; more only shows the grain of the print.
    /// </summary>
    private const int ComfortableSide = 1000;

    /// <summary>A picture of this side may have modules of one or two pixels, which are too few to be measured.</summary>
    private const int TinySide = 250;

    /// <summary>Version 1 with one pixel a module: what is smaller holds no code.</summary>
    private const int MinSide = 21;

    /// <summary>
    /// ZXing compares each three of what looks like a code's corner with each other. A photo of a crowd of codes has a hundred; a picture
    /// made of corners has thousands, and would take hours.
    /// </summary>
    private const int MaxCorners = 400;

    private static readonly QrReading Other = new QrReading.None(QrUnreadable.OtherCode);

    public static QrReading Read(Luma picture, CancellationToken cancellationToken)
    {
        var isDamaged = false;
        foreach (var view in Views(picture).Where(view => Math.Min(view.Width, view.Height) >= MinSide))
        {
            for (var inverted = 0; inverted < 2; inverted++)
            {
                var luma = inverted == 0 ? view : view.Inverted();
                foreach (var binarizer in (Binarizer[])[new HybridBinarizer(luma), new GlobalHistogramBinarizer(luma)])
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    switch (Look(new BinaryBitmap(binarizer), cancellationToken))
                    {
                        case QrReading.None { Why: QrUnreadable.NoCode }: break;
                        case QrReading.None { Why: QrUnreadable.DamagedCode }: isDamaged = true; break;
                        case var reading: return reading;
                    }
                }
            }
        }
        return new QrReading.None(isDamaged ? QrUnreadable.DamagedCode : QrUnreadable.NoCode);
    }

    private static QrReading Look(BinaryBitmap bitmap, CancellationToken cancellationToken)
    {
        try
        {
            return Read(bitmap, Hints(cancellationToken));
        }
        catch (TooManyCornersException)
        {
            return new QrReading.None(QrUnreadable.NoCode);
        }
        // The library's own faults over a code that says what no writer writes, such as a letter that its alphabet does not have.
        catch (Exception exception) when (exception is ReaderException or ArgumentException or IndexOutOfRangeException)
        {
            return new QrReading.None(QrUnreadable.DamagedCode);
        }
    }

    private static QrReading Read(BinaryBitmap bitmap, Dictionary<DecodeHintType, object> hints)
    {
        var why = QrUnreadable.NoCode;
        if (bitmap.BlackMatrix is not { } bits) return new QrReading.None(why);
        // The two steps of ZXing's own reader, so that a code that was found and not read is told from none.
        if (new Detector(bits).detect(hints) is { } found)
        {
            if (new Decoder().decode(found.Bits, hints) is { } code)
                return code.StructuredAppend || code.SymbologyModifier is >= 3 and <= 6 ? Other : Found(code.Text);
            why = QrUnreadable.DamagedCode;
        }
        // A drawn code may hold what looks like a fourth corner. Where nothing else is in the picture, its first corner is enough.
        hints[DecodeHintType.PURE_BARCODE] = true;
        if (new QRCodeReader().decode(bitmap, hints) is not { } clean) return new QrReading.None(why);
        return IsOther(clean) ? Other : Found(clean.Text);
    }

    private static Dictionary<DecodeHintType, object> Hints(CancellationToken cancellationToken)
    {
        var corners = 0;
        return new()
        {
            [DecodeHintType.TRY_HARDER] = true,
            // One character for each byte: what they mean is decided in QrText.
            [DecodeHintType.CHARACTER_SET] = "ISO-8859-1",
            // Called for each corner, while the picture is searched.
            [DecodeHintType.NEED_RESULT_POINT_CALLBACK] = new ResultPointCallback(_ =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (++corners > MaxCorners) throw new TooManyCornersException();
            }),
        };
    }

    private static QrReading.Found Found(string text) => new(QrText.Of(text));

    /// <summary>
    /// One of several that belong together, or FNC1 in the first or second position (ISO/IEC 18004): data fields of another standard.
    /// </summary>
    private static bool IsOther(Result code) => code.ResultMetadata.ContainsKey(ResultMetadataType.STRUCTURED_APPEND_SEQUENCE)
        || (code.ResultMetadata.TryGetValue(ResultMetadataType.SYMBOLOGY_IDENTIFIER, out var symbology)
            && symbology is "]Q3" or "]Q4" or "]Q5" or "]Q6");

    private static IEnumerable<Luma> Views(Luma picture)
    {
        var side = Math.Max(picture.Width, picture.Height);
        if (side > ComfortableSide)
        {
            // From afar first, and from near for a small code in it.
            for (var factor = (side + ComfortableSide - 1) / ComfortableSide; factor > 1; factor /= 2) yield return picture.Shrunk(factor);
            yield return picture;
        }
        else
        {
            yield return picture;
            // From a little further there is less noise.
            yield return side <= TinySide ? picture.Grown(4, margin: 4) : picture.Shrunk(2);
        }
    }

    /// <summary>Ends a search from within the library.</summary>
    private sealed class TooManyCornersException : Exception;
}
