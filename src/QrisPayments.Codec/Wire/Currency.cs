namespace QrisPayments.Codec;

/// <summary>What tag 53 means for the decimals of tags 54 and 56 (ISO 4217, numeric codes and exponents).</summary>
internal static class Currency
{
    public const string Rupiah = "360";

    /// <summary>Decimals a currency has: two unless ISO 4217 says otherwise.</summary>
    public static int DecimalsOf(ReadOnlySpan<char> numericCode) => numericCode switch
    {
        // BIF, CLP, DJF, GNF, ISK, JPY, KMF, KRW, PYG, RWF, VUV, VND, UGX, UYI, XAF, XOF, XPF
        "108" or "152" or "262" or "324" or "352" or "392" or "174" or "410" or "600" or "646" or "548" or "704"
            or "800" or "940" or "950" or "952" or "953" => 0,
        // BHD, IQD, JOD, KWD, LYD, OMR, TND
        "048" or "368" or "400" or "414" or "434" or "512" or "788" => 3,
        // CLF, UYW
        "990" or "927" => 4,
        _ => 2,
    };
}
