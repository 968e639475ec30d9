using System.Diagnostics.CodeAnalysis;
using QrisPayments.Plugins;

namespace QrisPayments.Web;

/// <summary>Reads the QR code in a picture: <c>QrisPayments.QrImages.QrImageReader.Read</c>, or what stands for it.</summary>
internal delegate QrReading ReadQrImage(ReadOnlyMemory<byte> image, CancellationToken cancellationToken);

/// <summary>
/// Reads the codes in pictures that clients send, few at a time: reading takes a processor for up to a second, and sales go on meanwhile.
/// </summary>
/// <param name="read">Reads one; null in a host that does not have the package.</param>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle is never used holds nothing to release.")]
internal sealed class QrPictures(ReadQrImage? read)
{
    /// <summary>A longer wait would hold up other calls of the same plugin, and a picture can be sent again.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>So many wait for a place; more are turned away at once.</summary>
    private const int MaxWaiting = 3;

    /// <summary>So that many pictures at once leave processors for everything else.</summary>
    private readonly SemaphoreSlim _places = new(Math.Max(1, Environment.ProcessorCount / 2));

    private int _waiting;

    public bool AreInstalled => read is not null;

    /// <summary>By name, so that a host that takes codes as text carries neither the package nor its native library.</summary>
    /// <exception cref="InvalidOperationException">The package is there, but of a version that has another method.</exception>
    public static ReadQrImage? Find()
    {
        if (Type.GetType("QrisPayments.QrImages.QrImageReader, QrisPayments.QrImages") is not { } reader) return null;
        var read = reader.GetMethod("Read", [typeof(ReadOnlyMemory<byte>), typeof(CancellationToken)])
            ?? throw new InvalidOperationException(
                "QrisPayments.QrImages and QrisPayments differ in version. Install the same version of both.");
        return read.CreateDelegate<ReadQrImage>();
    }

    /// <summary>Reads when there is a place within a second, on a thread of the pool.</summary>
    /// <exception cref="OperationCanceledException">The client has left.</exception>
    public async Task<QrReading> ReadAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
    {
        if (read is null) return new QrReading.None(QrUnreadable.NotInstalled);
        if (!await EnterAsync(cancellationToken)) return new QrReading.None(QrUnreadable.Busy);
        try
        {
            return await Task.Run(() => read(image, cancellationToken), cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<bool> EnterAsync(CancellationToken cancellationToken)
    {
        if (_places.Wait(0, CancellationToken.None)) return true;
        try
        {
            return Interlocked.Increment(ref _waiting) <= MaxWaiting && await _places.WaitAsync(Timeout, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
