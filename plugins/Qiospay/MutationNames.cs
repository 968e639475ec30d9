using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using QrisPayments.Qiospay.Wire;

namespace QrisPayments.Qiospay;

/// <summary>
/// Names the mutations of one page, so that the same money has the same name on every page that shows it (WIRE Q4): by the two
/// references where both are there, else by all that the row says and its number among rows that say the same. Rows of one such
/// group are alike in everything, so n of them are numbers 0 to n-1 wherever on a page they stand.
/// </summary>
internal sealed class MutationNames
{
    private readonly Dictionary<string, (long Amount, DateTimeOffset Date)> _byReference = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _alike = new(StringComparer.Ordinal);

    /// <summary>
    /// The row's name, and whether it stands on this page for the first time. Null when another row with the same references tells
    /// of other money: then the references name nothing.
    /// </summary>
    public (string Reference, bool IsNew)? Of(Mutation row, long amount, DateTimeOffset date)
    {
        var issuer = Reference(row.IssuerReff);
        var buyer = Reference(row.BuyerReff);
        if (issuer is null || buyer is null)
        {
            var print = Hash(string.Join('|', date.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture),
                amount.ToString(CultureInfo.InvariantCulture), row.BrandName?.Trim(), row.Balance?.Trim()));
            var number = _alike.GetValueOrDefault(print);
            _alike[print] = number + 1;
            return ($"row:{print}:{number.ToString(CultureInfo.InvariantCulture)}", true);
        }
        var name = $"ref:{issuer}|{buyer}";
        if (!IsShort(name)) name = $"ref:{Hash(name)}";
        if (_byReference.TryAdd(name, (amount, date))) return (name, true);
        return _byReference[name] == (amount, date) ? (name, false) : null;
    }

    /// <summary>Whether a name can stand as it is: the books keep 128 plain characters.</summary>
    public static bool IsShort(string name) => name.Length <= 128 && name.All(character => character is > ' ' and <= '~');

    /// <summary>"-", "0" and "null" mean "not given" to some gateways.</summary>
    private static string? Reference(string? text) =>
        text?.Trim() is { } trimmed && trimmed.Any(character => character is >= '1' and <= '9') ? trimmed : null;

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
