using QrisPayments.Apps;
using QrisPayments.Foundation;
using QrisPayments.Outbox;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Settings;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Facades;

/// <summary>
/// A gateway that nobody runs: a facade of a few lines that takes its key in every place, and answers lines of
/// <c>name=value</c> so that a test reads them without a schema.
/// </summary>
internal static class Kasir
{
    public const string Id = "kasir";

    private const string Source = """
        using System.Security.Cryptography;
        using System.Text;
        [assembly: QrisPlugin(typeof(Plugin), "kasir")]
        public sealed class Plugin : QrisPlugin
        {
            public override void Configure(IPluginBuilder builder) => builder.AddFacade(context => new Kasir(context));
        }
        public sealed class Kasir(FacadeContext context) : IGatewayFacade, ITellOfPayments, ITellOfMoney
        {
            public IReadOnlyList<FacadeRoute> Routes => new FacadeRoute[]
            {
                new("POST", "api/create", CreateAsync), new("POST", "charge", ChargeAsync), new("GET", "status/{reference}", StatusAsync),
                new("GET", "api/list", ListAsync), new("GET", "api/statistics", CountAsync), new("GET", "mutasi/{code}/{key}", LedgerAsync),
                new("GET", "pay", PayAsync), new("GET", "fail", (request, _, _) => throw new InvalidOperationException("it was " + request.Query["key"])),
                new("GET", "api/methods", MethodsAsync),
                new("POST", "echo", EchoAsync), new("POST", "read", async (request, shop, stop) => Text(200, "read=" + await shop.ReadQrAsync(request.Files.TryGetValue("image", out var file) ? file : request.Body, stop))),
                new("GET", "qr", (request, shop, _) => Task.FromResult(shop.DrawQr(request.Query["text"], request.Query.ContainsKey("svg")) is QrDrawResult.Drawn drawn ? FacadeAnswer.Image(drawn.Image) : Refuse(new(404, "no qr")))),
            };

            public FacadeAnswer Refuse(FacadeRefusal refusal) => Text(refusal.Status, "error=" + refusal.Message);

            private static FacadeAnswer Text(int status, string text) => new() { Status = status, Body = Encoding.UTF8.GetBytes(text), ContentType = "text/plain; charset=utf-8" };

            private async Task<FacadeAnswer> AsAsync(FacadeAccess access, Func<IFacadeApp, Task<FacadeAnswer>> work) => access switch
            {
                FacadeAccess.Granted granted => await work(granted.App),
                FacadeAccess.Refused refused => Refuse(refused.Refusal),
                _ => throw new InvalidOperationException(),
            };

            private static FacadeAccess Access(FacadeRequest request, IFacadeShop shop) => shop.Authenticate(
                request.Form.GetValueOrDefault("api_key") ?? request.BearerKey ?? request.Query.GetValueOrDefault("apikey") ?? request.Headers.GetValueOrDefault("x-api-key"),
                request.Headers.GetValueOrDefault("x-app-code"));

            private Task<FacadeAnswer> CreateAsync(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken) => AsAsync(Access(request, shop), async app =>
            {
                var form = request.Form;
                var made = new FacadeReference.Made((payment, i) => form.ContainsKey("unnamed") ? "" : "KSR-" + context.Clock.GetUtcNow().ToUnixTimeSeconds() + (i == 0 ? "" : "-" + i));
                return Of(request, await app.CreateAsync(new FacadeCreate
                {
                    Reference = made, Amount = long.Parse(form["amount"]), Description = form.GetValueOrDefault("description"), CallbackUrl = form.GetValueOrDefault("callback_url"),
                    Method = form.GetValueOrDefault("method") ?? "qris", Codes = new UniqueCodeRange { Min = 1, Max = 99 }, ExpiresIn = TimeSpan.FromMinutes(10),
                    Customer = new Customer { Name = form.GetValueOrDefault("name") }, Notes = new Dictionary<string, string> { ["ref_id"] = form.GetValueOrDefault("ref_id") ?? "" },
                }, cancellationToken));
            });

            private Task<FacadeAnswer> ChargeAsync(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken) => AsAsync(Access(request, shop), async app =>
                Of(request, await app.CreateAsync(new FacadeCreate
                {
                    Reference = new FacadeReference.Given(request.Form["order_id"]), Amount = long.Parse(request.Form["amount"]), WantedProvider = request.Form.GetValueOrDefault("provider"),
                }, cancellationToken)));

            private FacadeAnswer Of(FacadeRequest request, FacadeResult result) => result switch
            {
                FacadeResult.Created created => Text(200, Lines(created.Payment) + "root=" + request.Root),
                FacadeResult.Invalid invalid => Text(400, "error=" + string.Join(",", invalid.Faults.Select(fault => fault.Field + ":" + fault.Code))),
                FacadeResult.DuplicateReference => Text(409, "error=duplicate"),
                FacadeResult.Exhausted exhausted => Text(429, "error=exhausted"),
                FacadeResult.Unavailable unavailable => Text(502, "error=unavailable"),
                _ => throw new InvalidOperationException(),
            };

            private static string Lines(FacadePayment payment) =>
                $"reference={payment.Reference}\namount={payment.Payment.Amount}\nfee={payment.Payment.Fee}\ncode={payment.Payment.UniqueCode}\ntotal={payment.Payment.TotalAmount}\n"
                + $"status={payment.Payment.Status}\norder={payment.Payment.OrderId}\nid={payment.Payment.Id}\nurl={payment.Payment.PaymentUrl}\npng={payment.QrPngUrl}\nqr={payment.Payment.QrString}\n"
                + $"paid_reference={payment.PaidReference}\nmethod={payment.Method}\nref_id={payment.Notes.GetValueOrDefault("ref_id")}\n";

            private Task<FacadeAnswer> StatusAsync(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken) => AsAsync(Access(request, shop), async app =>
                await app.FindAsync(request.Route["reference"], cancellationToken) is { } payment ? Text(200, Lines(payment)) : Text(404, "error=unknown"));

            private Task<FacadeAnswer> ListAsync(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken) => AsAsync(Access(request, shop), async app =>
            {
                var query = request.Query;
                var page = await app.ListAsync(new FacadeQuery
                {
                    Search = query.GetValueOrDefault("search"), Method = query.GetValueOrDefault("method"), PaidVia = query.GetValueOrDefault("paid_via"),
                    Statuses = query.TryGetValue("status", out var status) ? new[] { Enum.Parse<PaymentStatus>(status, true) } : Array.Empty<PaymentStatus>(),
                    From = query.TryGetValue("from", out var from) ? DateOnly.Parse(from) : null, To = query.TryGetValue("to", out var to) ? DateOnly.Parse(to) : null,
                    Page = int.Parse(query.GetValueOrDefault("page") ?? "1"), Limit = int.Parse(query.GetValueOrDefault("limit") ?? "20"),
                }, cancellationToken);
                return Text(200, $"total={page.Total}\nreferences={string.Join(",", page.Payments.Select(payment => payment.Reference))}");
            });

            private Task<FacadeAnswer> CountAsync(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken) => AsAsync(Access(request, shop), async app =>
            {
                var found = await app.CountAsync(Enum.Parse<FacadePeriod>(request.Query["period"], true), cancellationToken);
                return Text(200, $"count={found.Count}\namount={found.Amount}\npaid={found.PaidCount}\npaid_amount={found.PaidAmount}\nby={string.Join(",", found.PaidByMethod.OrderBy(pair => pair.Key).Select(pair => pair.Key + ":" + pair.Value))}");
            });

            private Task<FacadeAnswer> MethodsAsync(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken) => AsAsync(Access(request, shop), app =>
                Task.FromResult(Text(200, "methods=" + string.Join(",", app.Methods.Select(method => $"{method.Provider}/{method.Method}:{method.MinAmount}-{method.MaxAmount}")))));

            private Task<FacadeAnswer> LedgerAsync(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken) =>
                AsAsync(shop.Authenticate(request.Route["key"], request.Route["code"]), async app =>
                    await app.ReadLedgerAsync(100, cancellationToken) is { } entries
                        ? Text(200, string.Join("\n", entries.Select(entry => $"{entry.Reference}={entry.Amount}/{entry.Balance}/{entry.Nmid}{(entry.IsDynamic ? "/dynamic" : "")}")))
                        : Text(403, "error=scope"));

            private Task<FacadeAnswer> PayAsync(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken) => shop.ShowPaymentAsync(request.Query.GetValueOrDefault("invoice"), cancellationToken);

            private Task<FacadeAnswer> EchoAsync(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken) => Task.FromResult(Text(200,
                $"type={request.ContentType}\nbody={request.Body.Length}\nform={string.Join(",", request.Form.Select(pair => pair.Key + ":" + pair.Value))}\n"
                + $"files={string.Join(",", request.Files.Select(pair => pair.Key + ":" + pair.Value.Length))}\nquery={string.Join(",", request.Query.Select(pair => pair.Key + ":" + pair.Value))}"));

            public FacadeCallback? Tell(FacadeEvent happened)
            {
                if (happened.Type != PaymentEventTypes.Paid) return null;
                var body = $"{{\"event\":\"payment.paid\",\"invoice\":\"{happened.Payment.Reference}\",\"amount\":{happened.Payment.Payment.PaidAmount},\"ref_id\":\"{happened.Payment.Notes["ref_id"]}\"}}";
                return new FacadeCallback
                {
                    Body = Encoding.UTF8.GetBytes(body),
                    Headers = new Dictionary<string, string>
                    {
                        ["X-Kasir-Signature"] = Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(happened.Secret ?? ""), Encoding.UTF8.GetBytes(body))).ToLowerInvariant(),
                        ["X-Kasir-Event"] = happened.Id,
                    },
                };
            }

            public FacadeCallback? Tell(FacadeMoney money) => new()
            {
                Body = Encoding.UTF8.GetBytes($"{{\"refid\":\"{money.Money.Reference}\",\"amount\":{money.Money.Amount},\"balance\":\"{money.Money.Balance}\",\"nmid\":\"{money.Money.Nmid}\"}}"),
                PathKey = money.Secret,
            };
        }
        """;

    /// <summary>Writes the plugin beside others; the settings that let a host find it, and apps a and b beside the host's own.</summary>
    public static (string, string?)[] Settings(string folder, params IEnumerable<(string, string?)> own)
    {
        TestPlugin.Write(folder, Id, Source);
        return
        [
            ("QrisPayments:Plugins:Paths:1", folder), ("QrisPayments:Plugins:PollInterval", "00:00:00.050"),
            ("QrisPayments:Apps:1:Code", "toko"), ("QrisPayments:Apps:1:Key", "toko-key"),
            ("QrisPayments:Apps:2:Code", "warung"), ("QrisPayments:Apps:2:Key", "warung-key"),
            ("QrisPayments:Apps:2:Scopes:0", "ledger:read"),
            ("QrisPayments:Outbox:FirstRetry", "00:00:00"), ("QrisPayments:Callbacks:AllowedPrivateHosts:0", "127.0.0.1"),
            .. own,
        ];
    }
}
