using System.Globalization;

namespace QrisPayments.Codec;

/// <summary>
/// Writes objects into a buffer of the caller's. What does not fit is not written and remembered, because a payload
/// that is too long is an answer and not an accident.
/// </summary>
internal ref struct PayloadWriter(Span<char> buffer)
{
    private readonly Span<char> _buffer = buffer;
    private int _length;

    public bool IsFull { get; private set; }

    public readonly ReadOnlySpan<char> Written => _buffer[.._length];

    public void Write(scoped ReadOnlySpan<char> text)
    {
        IsFull |= !text.TryCopyTo(_buffer[_length..]);
        if (!IsFull) _length += text.Length;
    }

    /// <summary>Writes an object whose value has at most 99 characters.</summary>
    public void WriteObject(int id, scoped ReadOnlySpan<char> value)
    {
        WritePair(id);
        WritePair(Characters.Count(value));
        Write(value);
    }

    /// <summary>Ends the payload with the checksum over all before it (EMVCo MPM, id 63).</summary>
    public void WriteSeal()
    {
        Write("6304");
        Span<char> checksum = stackalloc char[4];
        Crc16.Of(Written).TryFormat(checksum, out _, "X4", CultureInfo.InvariantCulture);
        Write(checksum);
    }

    private void WritePair(int number) => Write([(char)('0' + number / 10), (char)('0' + number % 10)]);
}
