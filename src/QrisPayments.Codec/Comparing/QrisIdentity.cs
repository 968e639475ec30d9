using System.Diagnostics.CodeAnalysis;

namespace QrisPayments.Codec;

/// <summary>Who is paid, as a QRIS says it.</summary>
public sealed class QrisIdentity
{
    private QrisIdentity(IReadOnlyList<string> pans, string? nmid, string name)
    {
        Pans = pans;
        Nmid = nmid;
        Name = name;
    }

    /// <summary>The merchant PANs of all acquirers (26-45.01), in the order of their ids.</summary>
    public IReadOnlyList<string> Pans { get; }

    /// <summary>The national merchant id (51.02); null in codes without tag 51.</summary>
    public string? Nmid { get; }

    /// <summary>The merchant's name (59).</summary>
    public string Name { get; }

    /// <summary>
    /// Reads the identity of a QRIS; false for what the live profile rejects and for other countries' codes. Never throws.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<char> text, [NotNullWhen(true)] out QrisIdentity? identity)
    {
        identity = null;
        if (!QrisView.TryParse(text, out var view) || !view.IsQris) return false;

        var pans = new List<string>();
        for (var id = ObjectLevel.FirstAccountTemplate; id <= ObjectLevel.LastAcquirer; id++)
        {
            if (view[id, 1] is { IsEmpty: false } pan) pans.Add(pan.ToString());
        }

        identity = new QrisIdentity(pans.AsReadOnly(), view.Nmid.IsEmpty ? null : view.Nmid.ToString(), view.MerchantName.ToString());
        return true;
    }

    /// <summary>Compares two identities, each part by itself.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public QrisComparison Compare(QrisIdentity other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new QrisComparison
        {
            Pan = ComparePans(Pans, other.Pans), Nmid = CompareNmids(Nmid, other.Nmid), Name = CompareNames(Name, other.Name)
        };
    }

    private static QrisSameness ComparePans(IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        if (left.Count == 0 || right.Count == 0) return QrisSameness.Unknown;
        return left.Any(one => right.Any(another => MerchantPan.AreSame(one, another))) ? QrisSameness.Same : QrisSameness.Different;
    }

    private static QrisSameness CompareNmids(string? left, string? right)
    {
        if (left is null || right is null) return QrisSameness.Unknown;
        return left == right ? QrisSameness.Same : QrisSameness.Different;
    }

    // Acquirers write one name in other cases, with other spaces, and cut after 25 characters (EMVCo MPM, id 59).
    private static QrisSameness CompareNames(string left, string right)
    {
        const int Limit = 25;
        var one = Normalize(left);
        var another = Normalize(right);
        if (one.Length > another.Length) (one, another) = (another, one);

        var isSame = string.Equals(one, another, StringComparison.OrdinalIgnoreCase)
            || (Characters.Count(left.Length < right.Length ? left : right) >= Limit
                && another.StartsWith(one, StringComparison.OrdinalIgnoreCase));
        return isSame ? QrisSameness.Same : QrisSameness.Different;
    }

    private static string Normalize(string name) => string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
