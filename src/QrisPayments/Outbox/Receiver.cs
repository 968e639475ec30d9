using QrisPayments.Storage;

namespace QrisPayments.Outbox;

/// <summary>
/// Whose fault it is when a delivery takes long, and so with whom it shares its places: the handler, or the server behind an address.
/// A name to count by, kept with the row so that each receiver's oldest delivery is one step in the index.
/// </summary>
internal static class Receiver
{
    /// <summary>What <c>qris_deliveries.receiver</c> holds.</summary>
    private const int Longest = 500;

    /// <summary>Of <see cref="DeliveryKinds.Open"/>: which provider it will be is not known before.</summary>
    public const string None = "-";

    /// <summary>Scheme, host and port of a callback's address; in ASCII, which every collation orders as we do.</summary>
    public static string Of(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address)
        ? StoredText.Cut($"{address.Scheme}://{(address.HostNameType == UriHostNameType.IPv6 ? address.Host : address.IdnHost)}:{address.Port}", Longest)
        // Addresses are checked before they get here. If one was not, it fails when it is called, not where money is settled.
        : None;
}
