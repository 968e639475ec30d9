using System.Runtime.CompilerServices;

namespace QrisPayments.Codec;

/// <summary>
/// ASCII digits only: <see cref="char.IsDigit(char)"/> and the framework's number parsers also know other scripts'
/// digits, signs and separators, none of which belongs in a payload.
/// </summary>
internal static class Digits
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadPair(char tens, char ones, out int number)
    {
        var high = (uint)(tens - '0');
        var low = (uint)(ones - '0');
        number = (int)(high * 10 + low);
        return high <= 9 && low <= 9;
    }

    public static bool AreAll(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit(character)) return false;
        }

        return true;
    }

    /// <summary>Whether digits of another script stand where ASCII digits are due.</summary>
    public static bool HaveForeign(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (character > 0x7F && char.IsDigit(character)) return true;
        }

        return false;
    }
}
