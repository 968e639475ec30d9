namespace QrisPayments.Codec;

/// <summary>The identifiers of the Indonesian scheme (QRIS national text, tags 26-51 and 62.08).</summary>
internal static class NationalId
{
    public const string Repository = "ID.CO.QRIS.WWW";
    public const string PanPrefix = "9360";
    private const int NmidLength = 15;

    /// <summary>A reverse domain of Indonesia, which every acquirer and repository names.</summary>
    public static bool IsIndonesian(ReadOnlySpan<char> globalId) =>
        globalId.StartsWith("ID.", StringComparison.OrdinalIgnoreCase);

    public static bool IsCriteria(ReadOnlySpan<char> value) =>
        value is "UMI" or "UKE" or "UME" or "UBE" or "URE" or "PSO" or "BLU";

    public static bool IsNmid(ReadOnlySpan<char> value) =>
        value.Length == NmidLength && value.StartsWith("ID", StringComparison.Ordinal) && Digits.AreAll(value[2..]);

    /// <summary>Person to person: BOOK within a bank, DMCT within the country, XBCT across borders.</summary>
    public static bool IsTransfer(ReadOnlySpan<char> purpose) => purpose is "BOOK" or "DMCT" or "XBCT";

    /// <summary>Cash out and cash in.</summary>
    public static bool IsCash(ReadOnlySpan<char> purpose) => purpose is "CWDL" or "CDPT";
}
