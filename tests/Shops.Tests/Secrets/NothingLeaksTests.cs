using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using QrisPayments.Apps;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Secrets;

/// <summary>
/// No secret and no payer's name in any log, trace, metric or error page: a shop with every gateway, gateways that throw back all
/// that they were told, strangers and customers; then all that was written down is searched. Levels are those of ASP.NET's own
/// templates (the framework's request lines at Warning), and everything for the module.
/// </summary>
public abstract class NothingLeaksTests(Database database) : ModuleTests(database)
{
    private const string Name = "Bunga Pembayar", Email = "bunga@rahasia.example", Phone = "081299887766";

    private static readonly string[] Gateways = ["mamzpay", "midtrans", "midtrans-middleware", "paydigital", "qiospay", "bayar-gg"];

    private readonly List<string> _errors = [];
    private readonly FakeLogCollector _log = new();
    private TestHost _host = null!;
    private GatewayStub _gateway = null!;

    /// <summary>
    /// Everything that must stay secret, by its name here. What is heard is the whole process's, so no other test may use these words.
    /// </summary>
    private static Dictionary<string, string> Secrets { get; } =
        Gateways.Select(gateway => (Key: $"key of {gateway}", Value: $"kunci-{gateway.Replace("-", "", StringComparison.Ordinal)}-58213"))
        .Append((Key: "key of an app", Value: "kunci-aplikasi-77120"))
        .Append((Key: "key of another app", Value: "kunci-warung-55904"))
        .Append((Key: "webhook secret of an app", Value: "whsec_" + Convert.ToBase64String("rahasia-toko-bunga-dan-kawan"u8)))
        .Append((Key: "webhook secret of bayar-gg", Value: "whsec_bayargg_40918"))
        .Append((Key: "webhook key", Value: "kunci-webhook-66021"))
        .Append((Key: "secret of a facade", Value: "kunci-keluar-30917"))
        .ToDictionary(pair => pair.Key, pair => pair.Value);

    [Fact]
    public async Task No_secret_and_no_payers_name_is_written_down()
    {
        using var witness = new Witness();
        await using var gateway = _gateway = await GatewayStub.StartAsync();
        _host = Owned(await TestHost.StartAsync(Database, Clock, Settings(),
            builder => builder.LogTo(_log)));

        foreach (var answer in new Func<StubRequest, GatewayReply>[] { Refuses, Fails, ThrowsBackHtml, _ => GatewayReply.Cut, Accepts })
        {
            gateway.Answer = answer;
            foreach (var plugin in Gateways) await BuyAsync(plugin);
            await AskAsync();
        }
        foreach (var plugin in Gateways) await SendWebhooksAsync(plugin);
        foreach (var plugin in Gateways) await CallFacadeAsync(plugin);
        await AskAsync();
        var callbacks = await HearOfMoneyAsync();

        Assert.NotEmpty(_gateway.Requests);
        Assert.NotEmpty(_errors);
        var log = _log.GetSnapshot().Where(record => !IsRequestLine(record)).Select(Logs.Text).ToList();
        Assert.Contains(log, line => line.Contains("bayar-gg", StringComparison.Ordinal));
        Search("log", log, Secrets, Persons);
        Search("trace or metric", witness.Heard, Secrets, Persons);
        Search("error page", _errors, Secrets, Persons);
        Search("delivery's row", callbacks, Secrets, Persons);
    }

    [Fact]
    public void The_search_finds_what_leaks()
    {
        Assert.Throws<Xunit.Sdk.TrueException>(
            () => Search("log", [$"at {Uri.EscapeDataString(Secrets["webhook secret of an app"])}"], Secrets));
        Assert.Throws<Xunit.Sdk.TrueException>(() => Search("log", ["BUNGA PEMBAYAR paid"], Persons));
    }

    /// <summary>The framework's own lines about requests; the templates keep them out.</summary>
    private static bool IsRequestLine(FakeLogRecord record) =>
        record.Level <= LogLevel.Information && record.Category!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal);

    private static Dictionary<string, string> Persons { get; } = new() { ["name"] = Name, ["e-mail"] = Email, ["phone"] = Phone };

    private static void Search(string what, IEnumerable<string> lines, params Dictionary<string, string>[] words)
    {
        foreach (var line in lines)
        {
            foreach (var (name, word) in words.SelectMany(each => each))
            {
                var found = line.Contains(word, StringComparison.OrdinalIgnoreCase)
                    || line.Contains(Uri.EscapeDataString(word), StringComparison.OrdinalIgnoreCase);
                Assert.True(!found, $"The {name} stands in a {what}: {line}");
            }
        }
    }

    private (string, string?)[] Settings() =>
    [
        ("QrisPayments:Apps:1:Code", "toko"), ("QrisPayments:Apps:1:Key", Secrets["key of an app"]), ("QrisPayments:Apps:1:Scopes:0", "*"),
        ("QrisPayments:Apps:1:Number", "7"),
        ("QrisPayments:Apps:1:CallbackSecret", Secrets["webhook secret of an app"]),
        ("QrisPayments:Apps:1:CallbackUrl", new Uri(_gateway.Address, "callback").ToString()),
        ("QrisPayments:Apps:1:Facades:qiospay:CallbackUrl", new Uri(_gateway.Address, "money").ToString()),
        ("QrisPayments:Apps:1:Facades:qiospay:Secret", Secrets["secret of a facade"]),
        // Nobody listens at port 1.
        ("QrisPayments:Apps:2:Code", "warung"), ("QrisPayments:Apps:2:Key", Secrets["key of another app"]),
        ("QrisPayments:Apps:2:Scopes:0", "ledger:read"),
        ("QrisPayments:Apps:2:Facades:qiospay:CallbackUrl", "http://127.0.0.1:1/money"),
        ("QrisPayments:Apps:2:Facades:qiospay:Secret", Secrets["secret of a facade"]),
        ("QrisPayments:Callbacks:AllowedPrivateHosts:0", "127.0.0.1"), ("QrisPayments:Outbox:FirstRetry", "00:00:00"),
        .. Gateways.Where(plugin => plugin != "midtrans").SelectMany<string, (string, string?)>(plugin =>
        [
            ($"QrisPayments:Providers:{plugin}:BaseUrl", _gateway.Address.ToString()),
            ($"QrisPayments:Providers:{plugin}:AllowInsecureHttp", "true"),
            ($"QrisPayments:Providers:{plugin}:ApiKey", Secrets["key of " + plugin]),
        ]),
        ("QrisPayments:Providers:midtrans:ServerKey", Secrets["key of midtrans"]),
        ("QrisPayments:Providers:midtrans:Relay", _gateway.Address.ToString()),
        ("QrisPayments:Providers:midtrans:AllowInsecureHttp", "true"),
        ("QrisPayments:Providers:midtrans-middleware:AppCode", "biling"), ("QrisPayments:Providers:paydigital:StoreId", "7"),
        ("QrisPayments:Providers:qiospay:MerchantCode", "QP048797"), ("QrisPayments:Providers:qiospay:Qris", Qris.Static),
        ("QrisPayments:Providers:qiospay:WebhookKey", Secrets["webhook key"]),
        ("QrisPayments:Providers:bayar-gg:WebhookSecret", Secrets["webhook secret of bayar-gg"]),
    ];

    private async Task BuyAsync(string plugin)
    {
        var answer = await _host.Api.TryCreateAsync(ApiClient.NewPayment(50_000, body =>
        {
            body["provider"] = plugin;
            body["customer"] = new JsonObject { ["name"] = Name, ["email"] = Email, ["phone"] = Phone };
            body["description"] = $"Pesanan {Name}";
        }));
        Keep(answer);
        if (answer.Status != HttpStatusCode.Created) return;
        foreach (var path in new[] { "", "/status", "/qr.svg", "/receipt", "/nothing" })
            Keep(await _host.Client(null).GetAsync($"/pay/{answer.Text("id")}{path}"));
    }

    /// <summary>Lets the gateways be asked about what is open.</summary>
    private async Task AskAsync()
    {
        var asked = _gateway.Requests.Count;
        await Wait.UntilAsync(() =>
        {
            Clock.Advance(TimeSpan.FromSeconds(30));
            return Task.FromResult(_gateway.Requests.Count > asked + 3);
        }, "the gateways were asked");
    }

    private async Task SendWebhooksAsync(string plugin)
    {
        var body = JsonSerializer.Serialize(new
        {
            status = "success", event_name = "payment.paid", invoice_id = "BAYAR-1-ABCDEF", ref_id = "INV-1", trx_id_gateway = "PAY-1-1",
            order_id = "INV-1", customer_name = Name,
            iqris_payment_customername = Name, customer_email = Email, customer_phone = Phone,
            signature = Secrets["webhook secret of an app"],
            data = new
            {
                name = Name, nmid = "ID1099999999999", amount = 50_001, type = "CR", fee = 0, refid = 77, issuer = Name, balance = "1",
                time = "01/01/2026 12:00"
            },
        });
        var key = Secrets[plugin == "qiospay" ? "webhook key" : "key of " + plugin];
        foreach (var path in new[] { $"/webhooks/{plugin}", $"/webhooks/{plugin}/{key}", $"/webhooks/{plugin}/{Uri.EscapeDataString(Name)}",
            $"/gateways/qiospay/api/callback/accept/{key}" })
        {
            foreach (var sent in new[] { body, body[..^9], $"\"{Name}\"", "" }) Keep(await _host.Client(null).PostRawAsync(path, sent));
            Keep(await _host.Client(null).GetAsync(path));
        }
    }

    private async Task CallFacadeAsync(string plugin)
    {
        var key = Secrets["key of an app"];
        string[] paths =
        [
            "api/payment/create", "charge", "status/INV-1", "api/create_payment.php", "api/payment.php?invoice=PYG1",
            $"api/mutasi/qris/toko/{key}", $"api/mutasi/qris/lain/{key}",
            "api/create-payment.php", "api/check-payment.php?invoice=BAYAR-1", "api/list-payments.php?limit=x",
            "api/get-account-status.php", $"{key}/nothing", $"pay?invoice={Uri.EscapeDataString(Name)}",
        ];
        foreach (var path in paths)
        {
            foreach (var query in new[] { "", $"apiKey={key}", $"api_key={key}&apiKey={Secrets["key of mamzpay"]}" })
            {
                var address = $"/gateways/{plugin}/{path}"
                    + (query.Length == 0 ? "" : (path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + query);
                Keep(await _host.Client(key).GetAsync(address));
                Keep(await _host.Client(null)
                    .PostRawAsync(address,
                        JsonSerializer.Serialize(
                            new
                            {
                                api_key = key, amount = 50_000, store_id = 7, order_id = "INV-1", customer_name = Name,
                                customer_email = Email, callback_url = "https://127.0.0.1:1/" + key
                            })));
                Keep(await _host.Client(null)
                    .PostRawAsync(address, $"{{\"api_key\":\"{key}\",\"amount\":\"{Name}\",\"payment_method\":\"{Name}\""));
                Keep(await _host.Client(null)
                    .PostRawAsync(address,
                        $"api_key={key}&amount=50000&store_id={Uri.EscapeDataString(Name)}&customer_name={Uri.EscapeDataString(Name)}",
                            "application/x-www-form-urlencoded"));
            }
        }
    }

    /// <summary>
    /// Money is told to two apps' addresses, with the secret in the path: one receiver fails before it accepts, the other is not there.
    /// What the outbox has written down of it.
    /// </summary>
    private async Task<IReadOnlyList<string>> HearOfMoneyAsync()
    {
        _gateway.Answer = request => request.Target.StartsWith("/money", StringComparison.Ordinal) ? Fails(request) : Accepts(request);
        (await _host.Api.ReportAsync("TRX-RAHASIA", 13_000, Clock.GetUtcNow())).Is(HttpStatusCode.Created);
        await WaitForTryAsync("status_code = 500");
        _gateway.Answer = Accepts;
        await Wait.UntilAsync(() =>
        {
            // Behind the first tries there are pauses.
            Clock.Advance(TimeSpan.FromHours(1));
            return Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE args LIKE '%toko%' AND state = 'done'");
        }, done => done == 1, "the callback was accepted");
        await WaitForTryAsync("status_code IS NULL AND error LIKE '%127.0.0.1%'");

        Assert.All(_gateway.Requests.Where(request => request.Target.StartsWith("/money", StringComparison.Ordinal)), request =>
        {
            Assert.Equal("/money/" + Secrets["secret of a facade"], request.Target);
            Assert.DoesNotContain("traceparent", request.Headers.Keys, StringComparer.OrdinalIgnoreCase);
        });
        await using var connection = await Database.OpenAsync();
        return
        [
            .. await connection.QueryAsync<string>("SELECT error FROM qris_delivery_tries WHERE error IS NOT NULL"),
            .. await connection.QueryAsync<string>("SELECT last_error FROM qris_deliveries WHERE last_error IS NOT NULL"),
            .. await connection.QueryAsync<string>("SELECT target FROM qris_deliveries WHERE subject LIKE 'crd%'"),
        ];
    }

    private Task WaitForTryAsync(string condition) => Wait.UntilAsync(() => Database.ScalarAsync<long>(
        "SELECT COUNT(*) FROM qris_delivery_tries t JOIN qris_deliveries d ON d.id = t.delivery_id WHERE d.subject LIKE "
            + $"'crd%' AND t.ok = 0 AND {condition}"), tries => tries > 0, condition);

    /// <summary>Keeps what a refused caller reads. A payment that stands names its payer to whoever made it.</summary>
    private void Keep(Answer answer)
    {
        if ((int)answer.Status >= 400) _errors.Add(answer.Body);
        else Search("page", [answer.Body], Secrets);
    }

    private static GatewayReply Refuses(StubRequest request) => GatewayReply.Json(Everything(request), 400);

    private static GatewayReply Fails(StubRequest request) => GatewayReply.Json(Everything(request), 500);

    private static GatewayReply Accepts(StubRequest request) => GatewayReply.Json(Everything(request));

    private static GatewayReply ThrowsBackHtml(StubRequest request) =>
        GatewayReply.Html($"<h1>{WebUtility.HtmlEncode(Everything(request))}</h1>");

    /// <summary>All that a gateway was told, in every member that somebody may read a message from.</summary>
    private static string Everything(StubRequest request)
    {
        var all = $"{request.Method} {request.Target} "
            + $"{string.Join(' ', request.Headers.Select(header => $"{header.Key}: {header.Value}"))} "
            + $"{request.Body} {Name} {Email} {Phone}";
        return JsonSerializer.Serialize(
            new
            {
                status = "error", success = false, message = all, messages = all, error = all, status_code = "400", status_message = all,
                error_messages = new[] { all }
            });
    }
}

[Collection(OnMariaDb.Name)]
public sealed class NothingLeaksOnMariaDb(MariaDb database) : NothingLeaksTests(database);

public sealed class NothingLeaksOnSqlite(SqliteFile database) : NothingLeaksTests(database), IClassFixture<SqliteFile>;
