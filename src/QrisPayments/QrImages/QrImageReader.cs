using QrisPayments.Plugins;
using QrisPayments.QrImages.Finding;
using QrisPayments.QrImages.Pictures;

namespace QrisPayments.QrImages;

/// <summary>
/// Reads the QR code in a picture that somebody uploads. The file is a stranger's: whatever its bytes, this returns, throws
/// nothing, and takes no more memory and work than the bounds here and in <see cref="PictureReader"/> allow.
/// </summary>
internal static class QrImageReader
{
    /// <summary>In pixels looked at: a picture of 12 megapixels from afar and from near. On a busy machine a second or two.</summary>
    internal const long MaxWork = 100_000_000;

    /// <summary>
    /// A code that fills a picture of this side has modules of five pixels and more; more only shows the grain of the print.
    /// </summary>
    private const int ComfortableSide = 1000;

    /// <summary>Version 1 with one pixel a module.</summary>
    private const int MinSide = 21;

    /// <summary>So that many strangers' pictures at once leave cores to everybody else.</summary>
    private static readonly SemaphoreSlim Places = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Whoever waits longer keeps others of the same plugin waiting: sales go on, pictures come again.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>So many wait for a place; more are turned away at once.</summary>
    private const int MaxWaiting = 3;

    private static int _waiting;

    /// <summary>Reads when there is a place within a second, on a thread of the pool.</summary>
    public static async Task<QrReading> ReadAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
    {
        if (!await EnterAsync(cancellationToken)) return new QrReading.None(QrUnreadable.Busy);
        try
        {
            return await Task.Run(() => Read(image.Span), CancellationToken.None);
        }
        finally
        {
            Places.Release();
        }
    }

    private static async Task<bool> EnterAsync(CancellationToken cancellationToken)
    {
        if (Places.Wait(0, CancellationToken.None)) return true;
        try
        {
            return Interlocked.Increment(ref _waiting) <= MaxWaiting && await Places.WaitAsync(Timeout, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public static QrReading Read(ReadOnlySpan<byte> image) => Read(image, new WorkBound(MaxWork));

    internal static QrReading Read(ReadOnlySpan<byte> image, WorkBound work) =>
        PictureReader.Read(image, out var why) is { } picture ? Search(picture, work) : new QrReading.None(why);

    internal static QrReading Search(Luma picture, WorkBound work)
    {
        QrReading result = new QrReading.None(QrUnreadable.NoCode);
        foreach (var factor in Factors(Math.Max(picture.Width, picture.Height)))
        {
            if (Math.Min(picture.Width, picture.Height) / factor < MinSide) break;
            work.Spend(picture.Pixels.Length);
            var luma = factor == 1 ? picture : picture.Shrunk(factor);
            foreach (var binarize in (Func<Luma, BitGrid>[])[Binarizer.Local, Binarizer.Global])
            {
                if (work.IsSpent) return result;
                work.Spend(2 * luma.Pixels.Length);
                var bits = binarize(luma);
                for (var inverted = 0; inverted < 2; inverted++, bits.Invert())
                {
                    var reading = CodeSearch.Read(bits, work);
                    if (reading is QrReading.Found) return reading;
                    if (reading is QrReading.None { Why: not QrUnreadable.NoCode }) result = reading;
                }
            }
        }
        return result;
    }

    /// <summary>
    /// A large picture is looked at from afar first, and from near for a small code in it; a small one also from a little further, where
    /// noise is less.
    /// </summary>
    private static IEnumerable<int> Factors(int side)
    {
        var far = (side + ComfortableSide - 1) / ComfortableSide;
        return far == 1 ? [1, 2] : far == 2 ? [2, 1] : [far, far / 2, 1];
    }
}
