using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Outbox;

/// <summary>
/// Whose fault it is when a delivery takes long, and so with whom it shares its places: the handler, or the server behind an address.
/// A name to count by, kept with the row so that each receiver's oldest delivery is one step in the index.
/// </summary>
internal static class Receiver
{
    /// <summary>What <c>qris_deliveries.receiver</c> holds.</summary>
    private const int MaxLength = 500;

    /// <summary>Of a kind that has one receiver (<see cref="Sharing.One"/>).</summary>
    public const string None = "-";

    /// <summary>Scheme, host and port of a callback's address; in ASCII, which every collation orders as we do.</summary>
    public static string Of(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address)
        ? StoredText.Cut($"{address.Scheme}://{Host(address)}:{address.Port}", MaxLength)
        // Addresses are checked before they get here. If one was not, it fails when it is called, not where money is settled.
        : None;

    private static string Host(Uri address) => address.HostNameType == UriHostNameType.IPv6 ? address.Host : address.IdnHost;
}
