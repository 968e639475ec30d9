using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace QrisPayments.Shops.Tests.Samples;

/// <summary>PHP's own server on a free port: a client's shop that hears callbacks.</summary>
internal sealed class PhpServer : IDisposable
{
    private readonly Process _process;

    private PhpServer(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<PhpServer> StartAsync(string folder)
    {
        var port = FreePort();
        var server = new PhpServer(Programs.Start("php", "-S", $"127.0.0.1:{port}", "-t", folder), new Uri($"http://127.0.0.1:{port}/"));
        await Wait.UntilAsync(() => Task.FromResult(Answers(port)), "PHP's server listens");
        return server;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private static bool Answers(int port)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
