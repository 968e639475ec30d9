using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QrisPayments.Tests.Harness;

/// <summary>
/// A loopback proxy before a MySQL server that counts how often the direction turns: each turn is a round trip that a server in another
/// room makes dear. It reads what the client sends as the protocol's packets (four bytes of head, a command, text), for statements that
/// are not prepared, uncompressed and without TLS.
/// </summary>
internal sealed class MySqlWire : IAsyncDisposable
{
    private const byte ComQuery = 3;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<Turn> _turns = [];
    private readonly List<TcpClient> _clients = [];
    private readonly IPEndPoint _server;
    private readonly Task _accepting;
    private volatile bool _frozen;
    private volatile bool _isDown;
    private int _connections;

    public MySqlWire(string host, int port)
    {
        _server = new IPEndPoint(IPAddress.Parse(host), port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What the client sent at once, before the server answered.</summary>
    public sealed record Turn(int Connection)
    {
        /// <summary>As they were sent; a batch is several.</summary>
        public List<string> Statements { get; } = [];
    }

    /// <summary>The turns since the last call, in their order.</summary>
    public IReadOnlyList<Turn> Take()
    {
        lock (_lock)
        {
            Turn[] turns = [.. _turns];
            _turns.Clear();
            return turns;
        }
    }

    /// <summary>Breaks every connection off, as a proxy or a cluster does that moves on.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            foreach (var client in _clients) client.Dispose();
            _clients.Clear();
        }
    }

    /// <summary>As if the server had gone: connections break off, and none is to be had.</summary>
    public void TakeDown()
    {
        _isDown = true;
        Cut();
    }

    /// <summary>The server is there again.</summary>
    public void BringUp() => _isDown = false;

    /// <summary>Passes nothing on any more, and says nothing: as a firewall that has forgotten.</summary>
    public void Freeze() => _frozen = true;

    /// <summary>Passes on what comes from now on; what was swallowed is lost, and its connections with it.</summary>
    public void Thaw()
    {
        _frozen = false;
        Cut();
    }

    private async Task AcceptAsync()
    {
        var all = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                if (_isDown)
                {
                    client.Dispose();
                    continue;
                }
                lock (_lock) _clients.Add(client);
                all.Add(ServeAsync(client, ++_connections));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(all);
        }
    }

    private async Task ServeAsync(TcpClient client, int connection)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                client.NoDelay = server.NoDelay = true;
                await server.ConnectAsync(_server, _stop.Token);
                var talk = new Talk();
                await Task.WhenAny(
                    PumpAsync(client.GetStream(), server.GetStream(), bytes => Sent(connection, talk, bytes)),
                    PumpAsync(server.GetStream(), client.GetStream(), _ => Answered(talk)));
            }
            catch (Exception exception)
                when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Either side has gone.
            }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Action<ReadOnlyMemory<byte>> seen)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, _stop.Token)) > 0)
            {
                // Before it is passed on, so that no answer can come before its question is written down.
                seen(buffer.AsMemory(0, read));
                if (!_frozen) await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side has gone.
        }
    }

    private void Sent(int connection, Talk talk, ReadOnlyMemory<byte> bytes)
    {
        lock (_lock)
        {
            if (talk.Turn is null) _turns.Add(talk.Turn = new Turn(connection));
            talk.Unread.AddRange(bytes.Span);
            while (talk.Next() is { } packet)
                if (packet is [ComQuery, ..]) talk.Turn.Statements.AddRange(Split(Encoding.UTF8.GetString(packet.AsSpan(1))));
        }
    }

    private void Answered(Talk talk)
    {
        lock (_lock) talk.Turn = null;
    }

    /// <summary>The statements of a text, which are separated by semicolons outside of literals.</summary>
    internal static IEnumerable<string> Split(string text)
    {
        var (start, quote) = (0, '\0');
        for (var i = 0; i < text.Length; i++)
        {
            if (quote != '\0')
            {
                if (text[i] == '\\') i++;
                else if (text[i] == quote) quote = '\0';
            }
            else if (text[i] is '\'' or '"' or '`')
            {
                quote = text[i];
            }
            else if (text[i] == ';')
            {
                if (!string.IsNullOrWhiteSpace(text[start..i])) yield return text[start..i].Trim();
                start = i + 1;
            }
        }
        if (!string.IsNullOrWhiteSpace(text[start..])) yield return text[start..].Trim();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private sealed class Talk
    {
        /// <summary>The turn that the client has; null while the server has it.</summary>
        public Turn? Turn { get; set; }

        public List<byte> Unread { get; } = [];

        /// <summary>The next whole packet without its head, or null.</summary>
        public byte[]? Next()
        {
            if (Unread.Count < 4) return null;
            var length = BinaryPrimitives.ReadInt32LittleEndian([Unread[0], Unread[1], Unread[2], 0]);
            if (Unread.Count < 4 + length) return null;
            var packet = Unread.GetRange(4, length).ToArray();
            Unread.RemoveRange(0, 4 + length);
            return packet;
        }
    }
}
