using System.Net;
using System.Net.Sockets;

namespace QrisPayments.Simulation.Shop;

/// <summary>
/// Addresses that stay the same when a process is killed and started again. They lie below those that the system hands out by itself, so
/// that no outgoing connection takes one while its owner is away.
/// </summary>
internal static class Ports
{
    private static int _next = Random.Shared.Next(20_000, 29_000);

    public static int Take()
    {
        for (var tries = 0; tries < 500; tries++)
        {
            var port = Interlocked.Increment(ref _next);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // It belongs to another program.
            }
        }
        throw new InvalidOperationException("No free port between 20000 and 29500.");
    }
}
