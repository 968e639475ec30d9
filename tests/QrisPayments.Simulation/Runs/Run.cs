using System.Diagnostics;
using QrisPayments.Simulation.Actors;
using QrisPayments.Simulation.Callbacks;
using QrisPayments.Simulation.Chaos;
using QrisPayments.Simulation.Checks;
using QrisPayments.Simulation.Gateways;
using QrisPayments.Simulation.Model;
using QrisPayments.Simulation.Shop;

namespace QrisPayments.Simulation.Runs;

/// <summary>One run: the shop and all around it, from the first start to the last check.</summary>
internal sealed class Run : IAsyncDisposable
{
    private readonly RunOptions _options;
    private readonly Workplace _place;
    private readonly Findings _findings;
    private readonly Figures _figures;
    private readonly Crowd _crowd;
    private readonly Bank _bank = new();
    private readonly Weather _gatewayWeather, _receiverWeather;
    private readonly Receiver _receiver;
    // Ended in the reverse order.
    private readonly Stack<IAsyncDisposable> _servers = new();
    private readonly List<IDisposable> _clients = [];
    private readonly CancellationTokenSource _end;
    private Task _kills = Task.CompletedTask;
    private MariaDb _database = null!;
    private IReadOnlyList<StoreNode> _nodes = [];
    private Town _town = null!;

    private Run(RunOptions options, Workplace place, Findings findings, Figures figures, CancellationToken stop)
    {
        _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        (_options, _place, _findings, _figures, _crowd) = (options, place, findings, figures, new Crowd(findings));
        _gatewayWeather = new Weather(options.Seed, "gateways", figures);
        _receiverWeather = new Weather(options.Seed, "receiver", figures);
        _receiver = new Receiver(_receiverWeather, findings, figures);
    }

    public static async Task<Run> StartAsync(
        RunOptions options, Workplace place, Findings findings, Figures figures, CancellationToken stop)
    {
        var run = new Run(options, place, findings, figures, stop);
        try
        {
            await run.BeginAsync(run._end.Token);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Buyers come, gateways lie, processes die.</summary>
    public async Task StormAsync(Plan plan)
    {
        var stop = _end.Token;
        Say("storm");
        var watch = Stopwatch.StartNew();
        _kills = new Killer(_nodes, _database, _figures).KillAsync(plan.Kills, stop);
        foreach (var buyer in plan.Buyers)
            _crowd.Add(At(buyer.At, () => new Buyer(_town, buyer, Dice.Of(_options.Seed, $"buyer {buyer.No} at work")).BuyAsync(stop),
                stop));
        foreach (var stray in plan.Strays)
            _crowd.Add(At(stray.At, () =>
            {
                _town.Send(stray.Account, stray.Amount, Purpose.Stray, null, Dice.Of(_options.Seed, $"stray {stray.No} at work"),
                    once: false);
                return Task.CompletedTask;
            }, stop));
        await _kills;
        var rest = _options.Storm - watch.Elapsed;
        if (rest > TimeSpan.Zero) await Task.Delay(rest, stop);
        _figures.Count("seconds of storm", (int)watch.Elapsed.TotalSeconds);
    }

    /// <summary>Everything works again, what was begun ends, and what is due is done.</summary>
    public async Task CalmAsync()
    {
        var stop = _end.Token;
        Say("calm");
        var watch = Stopwatch.StartNew();
        _gatewayWeather.CalmDown();
        _receiverWeather.CalmDown();
        await _crowd.WaitAsync(stop);
        _town.Midtrans.TellAllAgain();
        _town.Qiospay.TellAllAgain();
        await _crowd.WaitAsync(stop);
        await Calm.WaitAsync(_database.Shop, _bank, _findings, stop);
        await new MoneyBackChecks(_town, _receiver).WaitAsync(stop);
        // What the last refund's end has to tell.
        await Calm.WaitAsync(_database.Shop, _bank, _findings, stop);
        _figures.Count("seconds of calm until nothing was due", (int)watch.Elapsed.TotalSeconds);
        Say("reckoning");
    }

    /// <summary>The reckoning; at its end both processes are stopped in good order.</summary>
    public async Task CheckAsync()
    {
        await new MoneyBackChecks(_town, _receiver).CheckAsync(_end.Token);
        foreach (var node in _nodes)
            if (await node.StopAsync() is { } trouble) _findings.Add(trouble);
        foreach (var broken in await Invariants.CheckAsync(_database.Shop, isCalm: true)) _findings.Add(broken);
        foreach (var broken in await Audit.CheckAsync(_database.Shop)) _findings.Add(broken);
        var books = await Books.ReadAsync(_database.Shop);
        MoneyChecks.Check(books, _bank, _findings, _figures);
        SaleChecks.Check(books, _town.Sales, _findings);
        CallbackChecks.Check(books, _receiver, _findings);
        CheckEnds();
        await CountAsync(books);
    }

    public async ValueTask DisposeAsync()
    {
        // First the part that starts processes, or one could be started after all were stopped.
        await _end.CancelAsync();
        await _kills.ContinueWith(_ => { }, TaskScheduler.Default);
        while (_servers.TryPop(out var server)) await server.DisposeAsync();
        foreach (var client in _clients) client.Dispose();
        _end.Dispose();
    }

    private async Task BeginAsync(CancellationToken stop)
    {
        _servers.Push(_database = await MariaDb.StartAsync(_place, stop));
        Uri[] shops = [.. Enumerable.Range(0, 2).Select(_ => new Uri($"http://127.0.0.1:{Ports.Take()}/"))];
        var webhooks = new WebhookSender(shops, _gatewayWeather, _figures, _crowd, stop);
        _clients.Add(webhooks);
        var midtrans = new Midtrans(_gatewayWeather, webhooks, _bank, _figures);
        var qiospay = new Qiospay(_gatewayWeather, webhooks, _bank, _figures);
        var gateways = await ServeAsync(routes =>
        {
            midtrans.Map(routes);
            qiospay.Map(routes);
        }, stop);
        var receiver = await ServeAsync(_receiver.Map, stop);
        var reporters = Clients(ShopSettings.Reporters, shops);
        _town = new Town
        {
            Shops = shops, Sellers = Clients(ShopSettings.Sellers, shops), Receiver = receiver, Bank = _bank, Midtrans = midtrans,
            Qiospay = qiospay, Findings = _findings, Figures = _figures,
            Reports = new MoneyReports(reporters, Dice.Of(_options.Seed, "reports"), _crowd, _findings, _figures, stop),
        };
        await OpenAsync(shops, ShopSettings.For(_database.Shop, gateways, shops[0]), stop);
    }

    /// <summary>Both processes start on an empty database at once, and one of them is killed while it makes the tables.</summary>
    private async Task OpenAsync(Uri[] shops, Dictionary<string, string> settings, CancellationToken stop)
    {
        Say("both shops open");
        _nodes = [.. shops.Select((shop, i) => new StoreNode($"shop-{i + 1}", shop.Port, _place, settings))];
        foreach (var node in _nodes)
        {
            _servers.Push(node);
            node.Start();
        }
        var dice = Dice.Of(_options.Seed, "opening");
        await Task.Delay(dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)), stop);
        if (dice.Pick(_nodes).Kill()) _figures.Count(Killer.OfNodes);
        using var http = new HttpClient();
        foreach (var shop in shops) await AnswersAsync(http, shop, stop);
        await Audit.InstallAsync(_database.Shop);
    }

    private static async Task AnswersAsync(HttpClient http, Uri shop, CancellationToken stop)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(200, stop))
        {
            try
            {
                using var answer = await http.GetAsync(shop, stop);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) when (watch.Elapsed < TimeSpan.FromMinutes(3))
            {
                // Still starting.
            }
        }
    }

    private async Task<Uri> ServeAsync(Action<IEndpointRouteBuilder> map, CancellationToken stop)
    {
        var (app, address) = await GatewayServer.StartAsync(map, stop);
        _servers.Push(app);
        return address;
    }

    private Dictionary<string, ApiClient> Clients(IEnumerable<string> apps, Uri[] shops)
    {
        var clients = apps.ToDictionary(app => app,
            app => new ApiClient(app, shops, Dice.Of(_options.Seed, $"client {app}"), _figures), StringComparer.Ordinal);
        _clients.AddRange(clients.Values);
        return clients;
    }

    /// <summary>A process may end by itself when its database is away while it starts; not otherwise.</summary>
    private void CheckEnds()
    {
        foreach (var end in _nodes.SelectMany(node => node.OwnEnds))
        {
            _figures.Count("ends of shops by themselves");
            _findings.Add(_database.WasAway(end.At),
                $"{end.Node} ended by itself at {end.At:HH:mm:ss} with {end.ExitCode}, while MariaDB was there");
        }
    }

    private async Task CountAsync(Books books)
    {
        foreach (var node in _nodes) _figures.Count("starts of shops", node.Starts);
        _figures.Count("orders marked paid by the handler", (int)await Audit.EffectsAsync(_database.Shop));
        _figures.Count("transfers", _bank.Transfers.Count);
        foreach (var status in books.Payments.Values.GroupBy(payment => payment.Status))
            _figures.Count($"payments {status.Key}", status.Count());
        _figures.Count("credits in the books", books.Credits.Count);
        var counted = books.Credits.Where(credit => credit.SameAs is null).Sum(credit => credit.Amount);
        Say($"Rp{_bank.Transfers.Sum(money => money.Amount)} was sent, Rp{counted} is counted");
    }

    private static async Task At(TimeSpan time, Func<Task> act, CancellationToken stop)
    {
        await Task.Delay(time, stop);
        await act();
    }

    private static void Say(string what) => Console.WriteLine($"{DateTimeOffset.UtcNow:HH:mm:ss} {what}");
}
