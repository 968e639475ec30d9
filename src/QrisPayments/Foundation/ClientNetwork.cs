using System.Net;
using System.Net.Sockets;

namespace QrisPayments.Foundation;

/// <summary>
/// Who a caller without a key is, as far as limits go. Addresses are those that the host believes: behind a proxy that it was not told of,
/// all strangers share the proxy's.
/// </summary>
internal static class ClientNetwork
{
    /// <summary>An IPv4 address, or at IPv6 a network of 64 bits, all of whose addresses are one customer's (RFC 6177).</summary>
    public static IPAddress Of(IPAddress? client)
    {
        // A socket of the machine has no address.
        if (client is null) return IPAddress.None;
        if (client.IsIPv4MappedToIPv6) return client.MapToIPv4();
        if (client.AddressFamily != AddressFamily.InterNetworkV6) return client;
        var bytes = client.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
