using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Gateways;

/// <summary>
/// A gateway that does what a test tells it, and a plugin for it. They speak lines of words, so that the plugin needs no
/// JSON: <c>ref total</c>, <c>paid 50000 2026-01-01T05:00:00Z</c>, <c>pending</c>, <c>pending ref total qr</c>, <c>odd word</c>.
/// </summary>
internal sealed class StubGateway : IAsyncDisposable
{
    /// <summary>What the plugin demands of a webhook, in the header X-Key or at the end of the path.</summary>
    public const string Key = "stub-secret-key";

    private readonly WebApplication _app;
    private int _asking;

    private StubGateway(WebApplication app) => _app = app;

    /// <summary>What a create answers; <c>gw-1 50000</c> by default. Null cuts the connection after the request.</summary>
    public Func<string[], Task<string?>> Create { get; set; } = words => Task.FromResult<string?>($"gw-{words[0]} {words[1]}");

    /// <summary>What is said of a reference; <c>pending</c> by default.</summary>
    public Func<string, string> Status { get; set; } = _ => "pending";

    /// <summary>The lines of the ledger: reference, amount, time; one that begins with ? cannot be read.</summary>
    public ConcurrentQueue<string> Ledger { get; } = new();

    /// <summary>The ledger leaves out what is older than it is asked for.</summary>
    public bool KeepsToSince { get; set; }

    /// <summary>What a refund answers, by key and amount: <c>done ref</c>, <c>pending</c>, <c>no</c>. Null cuts the connection.</summary>
    public Func<string, long, string?> Refund { get; set; } = (key, _) => $"done GR-{key[^6..]}";

    /// <summary>What is said of a refund that was sent; <c>nothing</c> by default.</summary>
    public Func<string, string> RefundStatus { get; set; } = _ => "nothing";

    /// <summary>No refund is answered before it ends.</summary>
    public Task RefundsHeld { get; set; } = Task.CompletedTask;

    /// <summary>The keys of the refunds that were asked for, as they came.</summary>
    public ConcurrentQueue<string> Refunded { get; } = new();

    /// <summary>Every question, as it came.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>The address for webhooks that came with each create.</summary>
    public ConcurrentDictionary<string, string> Hooks { get; } = new();

    /// <summary>The most questions that were under way at once.</summary>
    public int MostAtOnce { get; private set; }

    public string Address => _app.Urls.First();

    public static async Task<StubGateway> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var gateway = new StubGateway(app);
        app.MapPost("/create", gateway.CreateAsync);
        app.MapGet("/status", gateway.StatusAsync);
        app.MapPost("/refund", gateway.RefundAsync);
        app.MapGet("/refund", gateway.RefundStatusAsync);
        app.MapGet("/ledger", gateway.LedgerAsync);
        await app.StartAsync();
        return gateway;
    }

    /// <summary>Settings of a host with the plugin and this gateway behind it, and nothing else to choose.</summary>
    /// <param name="folder">Where the plugin is written.</param>
    /// <param name="id">The plugin's id.</param>
    /// <param name="capabilities">Which of IQueryStatus, IReadLedger, IReceiveWebhooks, ICancelAttempts, IRefund it has.</param>
    /// <param name="traits">Its traits.</param>
    public (string, string?)[] Settings(string folder, string id, string[] capabilities, string traits = "")
    {
        TestPlugin.Write(folder, id, Source(id, capabilities, traits));
        return
        [
            ("QrisPayments:Plugins:Paths:1", folder),
            ($"QrisPayments:Providers:{id}:BaseUrl", Address + "/"),
            ($"QrisPayments:Providers:{id}:Key", Key),
            ("QrisPayments:ProviderOrder:0", id),
            ("QrisPayments:PublicUrl", "https://shop.example"),
            ("QrisPayments:Polling:Interval", "00:00:00.050"),
            ("QrisPayments:Plugins:PollInterval", "00:00:00.100"),
        ];
    }

    private async Task CreateAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var words = (await reader.ReadToEndAsync()).Split(' ');
        if (words.Length > 2) Hooks[words[0]] = words[2];
        if (await Create(words) is { } answer) await context.Response.WriteAsync(answer);
        else context.Abort();
    }

    private async Task RefundAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var words = (await reader.ReadToEndAsync()).Split(' ');
        Refunded.Enqueue(words[0]);
        await RefundsHeld.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Refund(words[0], long.Parse(words[1], CultureInfo.InvariantCulture)) is { } answer) await context.Response.WriteAsync(answer);
        else context.Abort();
    }

    private Task RefundStatusAsync(HttpContext context)
    {
        var key = context.Request.Query["key"].ToString();
        return AskAsync(context, "refund " + key, () => RefundStatus(key));
    }

    private Task StatusAsync(HttpContext context)
    {
        var reference = context.Request.Query["ref"].ToString();
        return AskAsync(context, "status " + reference, () => Status(reference));
    }

    private Task LedgerAsync(HttpContext context)
    {
        var since = DateTimeOffset.Parse(context.Request.Query["since"]!, CultureInfo.InvariantCulture);
        return AskAsync(context, "ledger", () => string.Join('\n', Ledger.Where(line => !KeepsToSince
            || DateTimeOffset.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture) >= since)));
    }

    private async Task AskAsync(HttpContext context, string question, Func<string> answer)
    {
        Asked.Enqueue(question);
        lock (Asked) MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _asking));
        try
        {
            await Task.Delay(20);
            var text = answer();
            if (text.StartsWith("busy ", StringComparison.Ordinal))
            {
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = text[5..];
                return;
            }
            await context.Response.WriteAsync(text);
        }
        finally
        {
            Interlocked.Decrement(ref _asking);
        }
    }

    /// <summary><c>2026-01-01T05:00:00Z</c>.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static string Source(string id, string[] capabilities, string traits) => TestPlugin.Provider(
        id,
        traits: traits,
        interfaces: string.Concat(capabilities.Select(capability => ", " + capability)),
        settings: """
            [Required] public Uri? BaseUrl { get; init; }
            [Required, Secret] public string Key { get; init; } = "";
            public bool Open { get; init; }
            public bool AllowInsecureHttp => true;
            """,
        open: """
            using var answer = await _context.Http.PostAsync("create", new StringContent($"{request.AttemptId} {request.TotalAmount} {request.WebhookUrl}"), cancellationToken);
            var words = (await answer.Content.ReadAsStringAsync(cancellationToken)).Split(' ');
            if (words[0] == "no") return new OpenResult.Rejected("declined", "The gateway declined.");
            return new OpenResult.Opened { ProviderRef = words[0], TotalAmount = long.Parse(words[1]), Instructions = "Bayar." };
            """,
        members: """
            public async Task<StatusResult> QueryAsync(OpenedAttempt attempt, CancellationToken cancellationToken)
            {
                using var answer = await _context.Http.GetAsync("status?ref=" + (attempt.ProviderRef ?? "by-" + attempt.AttemptId), cancellationToken);
                if ((int)answer.StatusCode == 429) return new StatusResult.Unknown("busy", answer.Headers.RetryAfter!.Delta);
                return Read(await answer.Content.ReadAsStringAsync(cancellationToken));
            }
            private static StatusResult Read(string text)
            {
                var words = text.Split(' ');
                return words[0] switch
                {
                    "paid" => new StatusResult.Paid
                    {
                        Amount = words.Length > 1 ? long.Parse(words[1]) : null,
                        At = words.Length > 2 ? DateTimeOffset.Parse(words[2]) : null,
                        Reference = words.Length > 3 ? words[3] : null,
                        ProviderRef = words.Length > 4 ? words[4] : null,
                        Found = words.Length > 5 ? new FoundAttempt { TotalAmount = long.Parse(words[5]) } : null,
                    },
                    "pending" => new StatusResult.Pending(words.Length > 1 ? words[1] : null)
                    {
                        Found = words.Length < 3 ? null : new FoundAttempt
                        {
                            TotalAmount = long.Parse(words[2]),
                            QrPayload = words.Length > 3 && words[3] != "-" ? Uri.UnescapeDataString(words[3]) : null,
                            ExpiresAt = words.Length > 4 ? DateTimeOffset.Parse(words[4]) : null,
                        },
                    },
                    "odd" => new StatusResult.Unreadable("The gateway names a state that is not known.", text.Length > 4 ? text[4..] : null),
                    "expired" => new StatusResult.Ended(AttemptEnd.Expired),
                    "cancelled" => new StatusResult.Ended(AttemptEnd.Cancelled),
                    "failed" => new StatusResult.Ended(AttemptEnd.Failed),
                    "doubt" => new StatusResult.Doubtful("challenge", "The gateway looks at it."),
                    "nothing" => new StatusResult.NotFound(),
                    "reversed" => new StatusResult.Reversed
                    {
                        Kind = words[1] switch { "chargeback" => ReversalKind.Chargeback, "void" => ReversalKind.Void, _ => ReversalKind.Refund }, Code = words[1], Message = "Money went back.",
                        TotalRefunded = words.Length > 2 && words[2] != "-" ? long.Parse(words[2]) : null,
                        Refunds = words.Length > 3
                            ? words[3].Split(',').Select(refund => refund.Split(':')).Select(parts => new GatewayRefund
                            {
                                Key = parts[0] == "-" ? null : parts[0],
                                Amount = long.Parse(parts[1]),
                                Reference = parts.Length > 3 ? parts[3] : null,
                                At = parts.Length > 2 ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[2])) : null,
                            }).ToList()
                            : new List<GatewayRefund>(),
                        Payment = words.Length > 4 ? new StatusResult.Paid { Amount = long.Parse(words[4]) } : null,
                    },
                    _ => new StatusResult.Unknown("Not understood."),
                };
            }
            public async Task<RefundAnswer> RefundAsync(RefundRequest request, CancellationToken cancellationToken)
            {
                using var answer = await _context.Http.PostAsync("refund", new StringContent($"{request.Key} {request.Amount} {request.Attempt.ProviderRef}"), cancellationToken);
                return ReadRefund(await answer.Content.ReadAsStringAsync(cancellationToken));
            }
            public async Task<RefundAnswer> QueryRefundAsync(RefundRequest request, CancellationToken cancellationToken)
            {
                using var answer = await _context.Http.GetAsync("refund?key=" + request.Key, cancellationToken);
                return ReadRefund(await answer.Content.ReadAsStringAsync(cancellationToken));
            }
            private static RefundAnswer ReadRefund(string text)
            {
                var words = text.Split(' ');
                return words[0] switch
                {
                    "done" => new RefundAnswer.Done(words.Length > 1 ? words[1] : null),
                    "pending" => new RefundAnswer.Pending(),
                    "no" => new RefundAnswer.Rejected("refused", "The gateway refuses."),
                    "nothing" => new RefundAnswer.NotFound(),
                    _ => new RefundAnswer.Unknown("Not understood."),
                };
            }
            public async Task<LedgerResult> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken)
            {
                var text = await _context.Http.GetStringAsync("ledger?since=" + since.UtcDateTime.ToString("O"), cancellationToken);
                var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
                return new LedgerResult.Read(lines.Where(line => line[0] != '?').Select(line => line.Split(' '))
                    .Select(words => new LedgerEntry { Reference = words[0], Amount = long.Parse(words[1]), At = DateTimeOffset.Parse(words[2]), Precision = TimeSpan.FromSeconds(words.Length > 3 ? int.Parse(words[3]) : 1) }).ToList())
                {
                    Unreadable = lines.Where(line => line[0] == '?').Select(line => new UnreadableEntry(line, "It cannot be read.")).ToList(),
                };
            }
            private int _thrown;
            public WebhookVerdict Read(WebhookRequest request)
            {
                var key = request.PathKey ?? (request.Headers.TryGetValue("X-Key", out var header) ? header : "");
                var text = System.Text.Encoding.UTF8.GetString(request.Body.Span);
                var isProven = key.Length > 0 || !_context.Settings.Open;
                if (request.Attempt is null && isProven && key != _context.Settings.Key && key != "sum:" + _context.Settings.Key.Length) return new WebhookVerdict.Forged("The key is wrong.") { Reply = new WebhookReply(403, "no") };
                var words = text.Split('|');
                if (words.Length > 2 && words[2] == "once" && Interlocked.Increment(ref _thrown) == 1) throw new InvalidOperationException("once");
                if (words.Length < 2) return new WebhookVerdict.Malformed("Not two parts.") { IsProven = isProven, Reply = new WebhookReply(words[0].StartsWith("accept", StringComparison.Ordinal) ? 200 : 400, "what") };
                return words[0] == "money"
                    ? new WebhookVerdict.Genuine { Credit = new LedgerEntry { Reference = words[1], Amount = long.Parse(words[2]), At = DateTimeOffset.Parse(words[3]) }, IsProven = isProven, Reply = new WebhookReply(200, "ok") }
                    : new WebhookVerdict.Genuine { IsProven = isProven, ProviderRef = words[0].Length == 0 ? null : words[0], Status = Read(words[1]), Reply = new WebhookReply(200, "ok") };
            }
            public async Task<CancelAnswer> CancelAsync(OpenedAttempt attempt, CancellationToken cancellationToken)
            {
                using var answer = await _context.Http.GetAsync("status?ref=cancel-" + attempt.ProviderRef, cancellationToken);
                return CancelAnswer.Cancelled;
            }
            """).Replace("record Settings {", "record Settings : IGatewayAddress {", StringComparison.Ordinal);
}
