using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace QrisPayments.Benchmarks.Module.Load;

/// <summary>
/// One kept-alive HTTP/1.1 connection that does no more than it must: on two cores a comfortable client would cost as much
/// as the server, and blur what is compared.
/// </summary>
internal sealed class HttpWire : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1024];

    public static async Task<HttpWire> ConnectAsync(Uri server)
    {
        var wire = new HttpWire();
        await wire._socket.ConnectAsync(server.Host, server.Port);
        return wire;
    }

    /// <summary>Sends a whole request and reads the whole response; the text is valid until the next call.</summary>
    public async ValueTask<(int Status, ReadOnlyMemory<byte> Text)> SendAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request, SocketFlags.None);
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length) Array.Resize(ref _buffer, length * 2);
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(length), SocketFlags.None);
            if (read == 0) throw new IOException("The server closed the connection.");
            length += read;
            if (IsWhole(_buffer.AsSpan(0, length)))
                return (Utf8Parser.TryParse(_buffer.AsSpan(9, 3), out int status, out _) ? status : 0, _buffer.AsMemory(0, length));
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> response)
    {
        var end = response.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var head = response[..end];
        var at = head.IndexOf("Content-Length: "u8);
        // Without a length the answer comes in chunks; an empty one ends it, and nothing follows, as nothing else was asked.
        if (at < 0) return response.EndsWith("\r\n0\r\n\r\n"u8);
        return Utf8Parser.TryParse(head[(at + "Content-Length: ".Length)..], out int length, out _) && response.Length - end - 4 >= length;
    }

    public static byte[] Get(Uri server, string path, string? key = null) => Request("GET", server, path, key, "");

    public static byte[] Post(Uri server, string path, string? key, string json) => Request("POST", server, path, key, json);

    private static byte[] Request(string method, Uri server, string path, string? key, string body) => Encoding.UTF8.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: {server.Authority}\r\n"
        + (key is null ? "" : $"Authorization: Bearer {key}\r\n")
        + (body.Length == 0
        ? "\r\n"
        : $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));
}
