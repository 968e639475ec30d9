using System.Security.Cryptography;
using System.Text;

namespace QrisPayments.Simulation.Shop;

/// <summary>How both shop processes are set up: a live shop in Production, by environment variables alone.</summary>
internal static class ShopSettings
{
    /// <summary>The shop's printed code. Its merchant's number is assigned to no one.</summary>
    public const string Qris = "00020101021126690017ID.CO.EXAMPLE.WWW011893600000000000001302150000000000000010303UMI51440014ID.CO.QRIS.WWW"
        + "0215ID10200000000010303UMI5204549953033605802ID5917KREMPYENG CAMILAN6006MALANG6105651226304FA6D";

    /// <summary>The printed code of the same shop's account at Qiospay, under a merchant's number of its own.</summary>
    public const string QiospayQris =
        "00020101021126690017ID.CO.EXAMPLE.WWW011893600000000000001302150000000000000010303UMI51440014ID.CO.QRIS.WWW"
        + "0215ID10200000000020303UMI5204549953033605802ID5917KREMPYENG CAMILAN6006MALANG6105651226304662C";

    public const string MidtransKey = "Mid-server-simulation-0123456789";
    public const string QiospayCode = "QP048797";
    public const string QiospayKey = "qiospay-api-key-0123456789";
    public const string QiospayHook = "qiospay-webhook-key-0123456789";

    /// <summary>Up to here the shop's own code takes a payment by its printed code; above, a gateway does.</summary>
    public const long MaxOwn = 200_000;

    /// <summary>The clients of the API: two that sell (and see what the store's own pages sell), two that report money.</summary>
    public static readonly string[] Sellers = ["erp", "app"], Reporters = ["bank", "phone"];

    public static string Key(string app) => $"key-of-{app}-0123456789abcdef";

    public static string Secret(string app) => "whsec_" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(app)));

    /// <param name="database">Connection string.</param>
    /// <param name="gateways">Where the hostile gateways listen, with a slash at its end.</param>
    /// <param name="shop">The shop's own address.</param>
    public static Dictionary<string, string> For(string database, Uri gateways, Uri shop)
    {
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:QrisPayments"] = database,
            ["Logging:LogLevel:Default"] = "Information",
            ["Logging:Console:FormatterName"] = "simple",
            ["Logging:Console:FormatterOptions:TimestampFormat"] = "HH:mm:ss.fff ",
            ["Logging:Console:FormatterOptions:UseUtcTimestamp"] = "true",
            ["QrisPayments:Mode"] = "Live",
            ["QrisPayments:PublicUrl"] = shop.AbsoluteUri,
            ["QrisPayments:MasterKey"] = Convert.ToBase64String(SHA256.HashData("simulation"u8)),
            ["QrisPayments:ProviderOrder:0"] = "static-qris",
            ["QrisPayments:ProviderOrder:1"] = "midtrans",
            ["QrisPayments:ProviderOrder:2"] = "qiospay",
            ["QrisPayments:Callbacks:AllowedPrivateHosts:0"] = "127.0.0.1",
            // Short, so that a run sees totals that are held, given back and taken again.
            ["QrisPayments:Payments:Expiry"] = "00:02:00",
            ["QrisPayments:Matching:Hold"] = "00:03:00",
            ["QrisPayments:Matching:CodeMax"] = "60",
            // Short, so that what a killed process held is soon taken over.
            ["QrisPayments:Outbox:Lease"] = "00:00:10",
            ["QrisPayments:Outbox:FirstRetry"] = "00:00:01",
            // All customers have one address.
            ["QrisPayments:Limits:OpenPerVisitor"] = "100000",
            ["QrisPayments:Providers:static-qris:Qris"] = Qris,
            ["QrisPayments:Providers:static-qris:Routing:MaxAmount"] = MaxOwn.ToString(CultureInfo.InvariantCulture),
            ["QrisPayments:Providers:midtrans:ServerKey"] = MidtransKey,
            ["QrisPayments:Providers:midtrans:IsProduction"] = "true",
            ["QrisPayments:Providers:midtrans:Relay"] = new Uri(gateways, "midtrans/").AbsoluteUri,
            ["QrisPayments:Providers:midtrans:AllowInsecureHttp"] = "true",
            ["QrisPayments:Providers:qiospay:MerchantCode"] = QiospayCode,
            ["QrisPayments:Providers:qiospay:ApiKey"] = QiospayKey,
            ["QrisPayments:Providers:qiospay:Qris"] = QiospayQris,
            ["QrisPayments:Providers:qiospay:WebhookKey"] = QiospayHook,
            ["QrisPayments:Providers:qiospay:BaseUrl"] = new Uri(gateways, "qiospay/api/").AbsoluteUri,
            ["QrisPayments:Providers:qiospay:AllowInsecureHttp"] = "true",
        };
        foreach (var (i, app) in Sellers.Concat(Reporters).Index())
        {
            settings[$"QrisPayments:Apps:{i}:Code"] = app;
            settings[$"QrisPayments:Apps:{i}:Key"] = Key(app);
            settings[$"QrisPayments:Apps:{i}:CallbackSecret"] = Secret(app);
            settings[$"QrisPayments:Apps:{i}:Scopes:0"] = Reporters.Contains(app) ? "ledger:write" : "*";
        }
        return settings;
    }
}
