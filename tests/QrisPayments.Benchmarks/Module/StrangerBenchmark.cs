using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dapper;
using QrisPayments.Benchmarks.Module.Hosts;
using QrisPayments.Gateways;

namespace QrisPayments.Benchmarks.Module;

/// <summary>
/// What strangers' webhooks leave in the database (F12). For two minutes, twenty addresses send two accounts of BAYAR GG as many as they
/// may, each with 20 KB of headers and 6 KB of query: forged ones, malformed ones, ones that are too long, and hints that nothing proves.
/// What the last third of the time still added goes on for the rest of the day. A shop with more accounts can be sent more, up to the budget
/// of all; what that takes in the file is told, too.
/// </summary>
internal static class StrangerBenchmark
{
    private const int Addresses = 20;
    private const double MaxMegabytes = 200;
    private const double Mega = 1_000_000;

    private const string Rows = """
        SELECT COUNT(*) AS Count, COALESCE(CAST(SUM(LENGTH(headers) + LENGTH(query) + LENGTH(body) + COALESCE(LENGTH(reading), 0))
          AS SIGNED), 0) AS Bytes, COALESCE(CAST(SUM(stranger_bytes) AS SIGNED), 0) AS Counted
        FROM qris_webhooks
        """;

    private const string File = """
        SELECT FILE_SIZE FROM information_schema.INNODB_SYS_TABLESPACES WHERE NAME = CONCAT(DATABASE(), '/qris_webhooks')
        """;

    private sealed record Kind(string Name, string Account, int Status, Func<int, string> Body)
    {
        private int _sent, _answered;

        public int Sent => _sent;

        public int Answered => _answered;

        public void Count(HttpStatusCode status)
        {
            Interlocked.Increment(ref _sent);
            if (status == HttpStatusCode.TooManyRequests) return;
            if ((int)status != Status) throw new InvalidOperationException($"A {Name} webhook was answered {(int)status}.");
            Interlocked.Increment(ref _answered);
        }
    }

    private static readonly string Long = new('x', 20_000);

    private static readonly Kind[] Kinds =
    [
        new("forged", BenchmarkHost.Signed, 401, Paid),
        new("malformed", BenchmarkHost.Signed, 400, i => $"{i} {Long}"),
        new("too long", BenchmarkHost.Signed, 413, _ => new string('x', 1_100_000)),
        new("unproven", BenchmarkHost.Unsigned, 200, Paid),
    ];

    private static string Paid(int i) => $$"""{"invoice_id":"PAY-{{i}}","status":"paid","final_amount":50000,"pad":"{{Long}}"}""";

    public static async Task<int> RunAsync(int seconds)
    {
        await using var server = await MariaDbServer.StartAsync();
        await using var connection = new MySqlConnection(await server.CreateDatabaseAsync("qris_bench_stranger", withTables: false));
        await using var host = await HostProcess.StartAsync(BenchmarkHost.Strangers, connection.ConnectionString);
        var before = await connection.ExecuteScalarAsync<long>(File);

        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var flood = Task.WhenAll(Enumerable.Range(1, Addresses).Select(number => FloodAsync(host.Address, number, end.Token)));
        await Task.WhenAny(flood, Task.Delay(TimeSpan.FromSeconds(seconds * 2 / 3.0)));
        var (early, _, _) = await LookAsync(connection);
        await flood;
        // Those that are due for a while are dropped.
        await Task.Delay(TimeSpan.FromSeconds(2));
        var (late, rows, counted) = await LookAsync(connection);
        var grown = await connection.ExecuteScalarAsync<long>(File) - before;

        System.Console.WriteLine("| webhooks | sent | answered as before | 429 |\n|---|---:|---:|---:|");
        foreach (var kind in Kinds)
            System.Console.WriteLine(Text(
                $"| {kind.Name} | {kind.Sent:N0} | {kind.Answered:N0} ({kind.Status}) | {kind.Sent - kind.Answered:N0} |"));
        var rest = (late - early) / (seconds / 3.0) * (TimeSpan.FromDays(1).TotalSeconds - seconds);
        var day = late + rest;
        // In the file at the rate at which it grew for what there is.
        var file = late == 0 ? 0 : grown * (day / late);
        var (budget, all) = (StrangerBudget.MaxTotal, grown * ((double)StrangerBudget.MaxTotal / Math.Max(1, counted)));
        var isMet = Math.Max(file, all) <= MaxMegabytes * Mega;
        System.Console.WriteLine(Text($"""

            In {seconds} s: {rows:N0} rows of {late / Mega:F1} MB, of which {(late - early) / Mega:F1} MB in the last third.
            The table's file grew by {grown / Mega:F1} MB.
            In a day: {day / Mega:F1} MB, in the file {file / Mega:F1} MB.
            At as many accounts as it takes to use up the whole budget of {budget / Mega:F1} MB: {all / Mega:F1} MB in the file.
            Target ≤ {MaxMegabytes:F0} MB: {(isMet ? "met" : "not met")}.
            """));
        return isMet ? 0 : 1;
    }

    private static async Task<(long Bytes, long Rows, long Counted)> LookAsync(MySqlConnection connection)
    {
        var (count, bytes, counted) = await connection.QuerySingleAsync<(long, long, long)>(Rows);
        return (bytes, count, counted);
    }

    /// <summary>One sender, at an address of his own, a moment slower when he is told to wait.</summary>
    private static async Task FloodAsync(Uri host, int number, CancellationToken end)
    {
        var handler = new SocketsHttpHandler { ConnectCallback = (context, token) => ConnectAsync(context, number, token) };
        using var http = new HttpClient(handler) { BaseAddress = host };
        for (var i = 0; !end.IsCancellationRequested; i++)
        {
            // What is too long costs the sender as much as twenty others.
            var kind = Kinds[i % 40 == 39 ? 2 : i % 3 == 2 ? 3 : i % 3];
            using var request = new HttpRequestMessage(HttpMethod.Post,
                $"/qris/webhooks/{kind.Account}?from={number}-{i}&q={new string('q', 6_000)}")
            {
                Content = new StringContent(kind.Body((number * 1_000_000) + i), Encoding.UTF8, "application/json"),
            };
            for (var h = 0; h < 20; h++) request.Headers.Add($"X-Junk-{h}", new string('h', 1_000));
            try
            {
                using var answer = await http.SendAsync(request, end);
                kind.Count(answer.StatusCode);
                if (answer.StatusCode == HttpStatusCode.TooManyRequests) await Task.Delay(100, end);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // The time is over.
            }
            catch (HttpRequestException) when (kind.Status == 413)
            {
                // The host closes the connection on what it does not read.
                kind.Count(HttpStatusCode.RequestEntityTooLarge);
            }
        }
    }

    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, int number, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 1, (byte)number]), 0));
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
