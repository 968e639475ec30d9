using System.Text;

namespace QrisPayments.QrImages;

/// <summary>
/// What a code's bytes mean. ISO/IEC 18004 says ISO/IEC 8859-1; writers of QRIS write UTF-8, of which ASCII is the same in both.
/// </summary>
internal static class QrText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="read">One character for each byte, or Unicode where the code itself names its encoding (ECI).</param>
    public static string Of(string read)
    {
        if (read.Any(character => character > 0xFF)) return read;
        try
        {
            return Strict.GetString(Encoding.Latin1.GetBytes(read));
        }
        catch (DecoderFallbackException)
        {
            return read;
        }
    }
}
