using QrisPayments.Apps;

namespace QrisPayments.Shops.Tests.EndToEnd;

/// <summary>
/// Shop B: a DemoStore that is its own gateway (static QRIS, unique amounts) and answers all five gateways' APIs. Started once for
/// the tests of a class, with a database of one kind; its clients get databases of the other.
/// </summary>
public abstract class GatewayStore(Func<string, string> forGateway, Func<string, string> forShop) : IAsyncLifetime
{
    /// <summary>As in <see cref="Qris.Static"/>: a callback that names none is no proof to its receiver (WIRE Q10).</summary>
    private const string Nmid = "ID1099999999999";

    public const string AppCode = "toko", AppKey = "toko-key-for-the-gateway", Secret = "qiospay-webhook-key-of-toko";

    /// <summary>Where the shop that hears Qiospay's callbacks will listen: the gateway is told before that shop starts.</summary>
    internal Uri HearsOfMoney { get; } = Store.FreeAddress();

    /// <summary>The same for BAYAR GG's: its client names no address that is not public (WIRE B12), so the app's own stands in.</summary>
    internal Uri HearsOfPayments { get; } = Store.FreeAddress();

    internal Store Gateway { get; private set; } = null!;

    internal string DatabaseFor(string shop) => forShop(shop);

    public async Task InitializeAsync() => Gateway = await Store.StartAsync(Store.FreeAddress(), forGateway("gateway"),
        ("QrisPayments:Providers:static-qris:Qris", Qris.Static),
        ("QrisPayments:Apps:1:Code", AppCode), ("QrisPayments:Apps:1:Key", AppKey), ("QrisPayments:Apps:1:Number", "7"),
        ("QrisPayments:Apps:1:Scopes:0", "payments"), ("QrisPayments:Apps:1:Scopes:1", "ledger:read"),
        ("QrisPayments:Apps:1:CallbackSecret", CallbackSecret),
        ("QrisPayments:Apps:1:Facades:qiospay:CallbackUrl", new Uri(HearsOfMoney, "/qris/gateways/qiospay/api/callback/accept").ToString()),
        ("QrisPayments:Apps:1:Facades:qiospay:Secret", Secret), ("QrisPayments:Apps:1:Facades:qiospay:Nmid", Nmid),
        ("QrisPayments:Apps:1:Facades:bayar-gg:CallbackUrl", new Uri(HearsOfPayments, "/qris/webhooks/bayar-gg").ToString()));

    public const string CallbackSecret = "whsec_ZW5kLXRvLWVuZC10b2tvLXdlYmhvb2tzLTIwMjY=";

    public virtual async Task DisposeAsync() => await Gateway.DisposeAsync();
}

/// <summary>The gateway on SQLite, the shops on MariaDB.</summary>
public sealed class GatewayOnSqlite : GatewayStore
{
    private readonly ManyDatabases _databases;

    public GatewayOnSqlite() : this(new ManyDatabases()) { }

    private GatewayOnSqlite(ManyDatabases databases) : base(databases.Sqlite, databases.MariaDb) => _databases = databases;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _databases.Dispose();
    }
}

/// <summary>The gateway on MariaDB, the shops on SQLite.</summary>
public sealed class GatewayOnMariaDb : GatewayStore
{
    private readonly ManyDatabases _databases;

    public GatewayOnMariaDb() : this(new ManyDatabases()) { }

    private GatewayOnMariaDb(ManyDatabases databases) : base(databases.MariaDb, databases.Sqlite) => _databases = databases;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _databases.Dispose();
    }
}
