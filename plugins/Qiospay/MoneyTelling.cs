using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using QrisPayments.Plugins;
using QrisPayments.Qiospay.Wire;

namespace QrisPayments.Qiospay;

/// <summary>The shop's money as Qiospay tells of it.</summary>
internal static class MoneyTelling
{
    /// <summary>The payer's bank or wallet: the shop's ledgers do not say it in one way, so it is left at this.</summary>
    public const string Issuer = "QRIS";

    /// <summary>"A customer": who paid is not known here, and a name would be personal (WIRE G13).</summary>
    private const string Payer = "PELANGGAN";

    /// <summary>Secrets of this kind sign callbacks; an address, which every log on the way writes down, is no place for one.</summary>
    private const string Signing = "whsec_";

    /// <summary>
    /// The callback. The app's secret key goes behind its address, as the text has it (WIRE Q9); an app that has only a secret for
    /// signing is called at its address as it stands, which may end in a key already.
    /// </summary>
    public static FacadeCallback Of(FacadeMoney told) => new()
    {
        Body = JsonSerializer.SerializeToUtf8Bytes(new MoneyNotice(Notice.Success, Receipt(told.Money)), QiospayJson.Default.MoneyNotice),
        PathKey = told.Secret is { } secret && !secret.StartsWith(Signing, StringComparison.Ordinal) ? secret : null,
    };

    /// <summary>
    /// The money's number: the source's reference where that is a number of up to 15 digits without a leading zero, else 52 bits of the
    /// SHA-256 of the credit's id, from 2^52 up. So it is the same at every try and stays exact where numbers are doubles (below 2^53),
    /// the two kinds never meet, and among a million credits two derived ones are alike once in nine thousand shops.
    /// </summary>
    public static long Refid(FacadeMutation money)
    {
        if (money.Reference is { Length: >= 1 and <= 15 } reference && reference[0] != '0' && reference.All(char.IsAsciiDigit))
            return long.Parse(reference, CultureInfo.InvariantCulture);
        return 1L << 52 | (long)(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(money.Id))) >> 12);
    }

    private static MoneyReceipt Receipt(FacadeMutation money) => new()
    {
        Name = Payer,
        // The settings may name it (Facades:qiospay:Nmid) where the money does not.
        Nmid = money.Nmid ?? "",
        Amount = money.Amount,
        Type = Mutation.Credit,
        // What a gateway kept of it is not known here; the amount is what the customer paid (WIRE Q19).
        Fee = 0,
        Refid = Refid(money),
        Issuer = Issuer,
        Balance = money.Balance.ToString(CultureInfo.InvariantCulture),
        Time = money.At.ToOffset(Wib.Offset).ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture),
    };
}
