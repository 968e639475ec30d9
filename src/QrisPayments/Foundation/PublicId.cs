using System.Buffers;
using System.Security.Cryptography;
using QrisPayments.Codec;

namespace QrisPayments.Foundation;

/// <summary>Ids that cannot be guessed: a prefix and 128 random bits in 26 characters of Crockford's base 32.</summary>
internal static class PublicId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 26;
    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    public static string New(string prefix) => string.Create(prefix.Length + 1 + Length, prefix, static (span, prefix) =>
    {
        prefix.CopyTo(span);
        span[prefix.Length] = '_';
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        var bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(random);
        for (var i = span.Length - 1; i > prefix.Length; i--, bits >>= 5)
            span[i] = Alphabet[(int)(bits & 31)];
    });

    /// <summary>Whether a text from outside can be such an id; anything else need not reach the database.</summary>
    public static bool Looks(string? text, string prefix) =>
        text is not null && text.Length == prefix.Length + 1 + Length
        && text.StartsWith(prefix, StringComparison.Ordinal) && text[prefix.Length] == '_'
        && text.AsSpan(prefix.Length + 1).IndexOfAnyExcept(Characters) < 0;
}
