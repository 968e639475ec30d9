using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using QrisPayments.Benchmarks.Module.Hosts;
using QrisPayments.Benchmarks.Module.Load;

namespace QrisPayments.Benchmarks.Module;

/// <summary>What the clients ask one server, module or twin: both understand the same requests.</summary>
internal sealed class Questions(HostProcess host, MariaDbServer database)
{
    /// <summary>Every thousand rupiah is a band of totals of its own; none fills up.</summary>
    private const int Spread = 8_000;

    /// <summary>How many prices have had all their codes in use before.</summary>
    private const int Popular = 40;

    /// <summary>Makes all codes of the popular prices used before and free again: what a shop's bands look like after some days.</summary>
    public const string Crowd = """
        INSERT INTO qris_reservations (account, total, attempt_id, taken_at, held_until)
        SELECT 'static-qris', 9000000 + 1000 * price.seq + code.seq, CONCAT('att_old_', price.seq, '_', code.seq),
               UTC_TIMESTAMP(6) - INTERVAL (3 * 86400 + 977 * (code.seq * 7919 MOD 999)) SECOND, UTC_TIMESTAMP(6) - INTERVAL 1 DAY
        FROM seq_1_to_40 price, seq_1_to_999 code
        """;

    private readonly ConcurrentQueue<(string Id, long Total)> _open = new();
    private int _orders;

    public Uri Server => host.Address;

    /// <summary>One round, with what it cost.</summary>
    public async Task<Sample> AskAsync(TimeSpan time, Func<byte[]?> next, int status, Action<ReadOnlySpan<byte>>? seen = null)
    {
        var before = host.ProcessorTime + database.ProcessorTime;
        var sample = await LoadRound.RunAsync(host.Address, time, next, status, seen);
        return sample with { Processor = host.ProcessorTime + database.ProcessorTime - before };
    }

    public byte[] Create()
    {
        var order = Interlocked.Increment(ref _orders);
        return Create(order, 1000L * (1 + order % Spread));
    }

    public byte[] CreatePopular()
    {
        var order = Interlocked.Increment(ref _orders);
        return Create(order, 9_000_000L + 1000 * (1 + order % Popular));
    }

    private byte[] Create(int order, long amount) =>
        HttpWire.Post(host.Address, "/qris/api/v1/payments", BenchmarkHost.Key, $$"""{"order_id":"INV-{{order}}","amount":{{amount}}}""");

    /// <summary>Keeps what a create answered, to look at it and to pay it later.</summary>
    public void Keep(ReadOnlySpan<byte> response)
    {
        var id = Encoding.ASCII.GetString(response.Slice(response.IndexOf("\"pay_"u8) + 1, 30));
        if (!Utf8Parser.TryParse(response[(response.IndexOf("\"total_amount\":"u8) + 15)..], out long total, out _))
            throw new FormatException("A create answered without a total.");
        _open.Enqueue((id, total));
    }

    /// <summary>Pays the next of the kept ones exactly; null when all are paid.</summary>
    public byte[]? Pay() => _open.TryDequeue(out var payment)
        ? HttpWire.Post(host.Address, "/qris/api/v1/credits", BenchmarkHost.Key,
            $$"""{"account":"static-qris","external_ref":"{{payment.Id}}","amount":{{payment.Total}},"at":"{{DateTime.UtcNow:yyyy-MM-dd'T'HH:mm:ss'Z'}}"}""")
        : null;

    /// <summary>A round of paying, for which as many are made before as a round of creating makes: there is always something to pay.</summary>
    public async Task<Sample> PayAsync(TimeSpan time)
    {
        await AskAsync(time, Create, 201, Keep);
        return await AskAsync(time, Pay, 201);
    }

    /// <summary>Looks at the kept ones in turn, at <paramref name="count"/> of them.</summary>
    public Func<byte[]> Look(string path, int count)
    {
        var pages = _open.Take(count).Select(payment => HttpWire.Get(host.Address, path + payment.Id)).ToArray();
        var page = -1;
        return () => pages[(uint)Interlocked.Increment(ref page) % pages.Length];
    }
}
