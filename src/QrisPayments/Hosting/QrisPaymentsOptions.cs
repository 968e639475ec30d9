using QrisPayments.Apps;
using QrisPayments.Console;
using QrisPayments.Foundation;
using QrisPayments.Gateways;
using QrisPayments.Outbox;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Secrets;
using QrisPayments.Storage;
using QrisPayments.Theming;
using QrisPayments.Totals;
using QrisPayments.Web;

namespace QrisPayments.Hosting;

/// <summary>The settings of section <c>QrisPayments</c>. They are read and checked together when the host starts.</summary>
public sealed class QrisPaymentsOptions : IModuleOptions, IStorageOptions, IMasterKeyOptions, IAppsOptions, IProviderOrderOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = OptionsSections.Root;

    /// <summary>Where everything is mounted, such as <c>/qris</c>.</summary>
    public string Prefix { get; set; } = "/qris";

    /// <summary>
    /// The shop's own absolute address, with its path base if it has one. Every address that is handed out begins with it. Without it they
    /// begin as the request at hand did, whose <c>Host</c> header a client may choose.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>Live, or sandbox with simulated money (refused in Production).</summary>
    public PaymentMode Mode { get; set; } = PaymentMode.Live;

    /// <summary>The name under <c>ConnectionStrings</c>.</summary>
    public string ConnectionStringName { get; set; } = "QrisPayments";

    /// <summary>
    /// What the names of all tables and indexes begin with: a lower-case letter, then up to 19 lower-case letters, digits and
    /// underscores. A second shop in one database needs another prefix than the first.
    /// </summary>
    public string TablePrefix { get; set; } = "qris_";

    /// <summary>
    /// The name under which this shop owns its tables, 1–64 visible characters; null for the application's name. All nodes of a
    /// shop have the same one, also a web host and its worker. Tables of another shop are refused at start.
    /// </summary>
    public string? ShopId { get; set; }

    /// <summary>Whether the tables are made and brought up to date at start.</summary>
    public bool Migrate { get; set; } = true;

    /// <summary>How the database is dealt with.</summary>
    public StorageOptions Storage { get; set; } = new();

    /// <summary>
    /// Base64 of 32 random bytes (<c>openssl rand -base64 32</c>), the same on every node. It guards the secrets that the console
    /// stores; outside Development none is stored without it.
    /// </summary>
    public string? MasterKey { get; set; }

    /// <summary>
    /// Master keys of before: what they guard is read and put under <see cref="MasterKey"/>. Take them away after one start of all nodes.
    /// </summary>
    public IList<string> OldMasterKeys { get; } = [];

    /// <summary>The clients of the merchant API.</summary>
    public IList<AppOptions> Apps { get; } = [];

    /// <summary>Who may do what in the console.</summary>
    public ConsoleOptions Console { get; set; } = new();

    /// <summary>Where plugins are found.</summary>
    public PluginOptions Plugins { get; set; } = new();

    /// <summary>Plugin ids in the order in which they are tried; those not named come after, by id.</summary>
    public IList<string> ProviderOrder { get; } = [];

    /// <summary>Rules for payments.</summary>
    public PaymentOptions Payments { get; set; } = new();

    /// <summary>Rules for unique amounts.</summary>
    public MatchingOptions Matching { get; set; } = new();

    /// <summary>Where themes are found.</summary>
    public TemplateOptions Templates { get; set; } = new();

    /// <summary>How checkout looks and where it may lead.</summary>
    public CheckoutOptions Checkout { get; set; } = new();

    /// <summary>How events are delivered.</summary>
    public OutboxOptions Outbox { get; set; } = new();

    /// <summary>What signs callbacks, and where they may go.</summary>
    public CallbackOptions Callbacks { get; set; } = new();

    /// <summary>How webhooks of gateways are kept.</summary>
    public WebhookOptions Webhooks { get; set; } = new();

    /// <summary>How gateways are asked.</summary>
    public PollingOptions Polling { get; set; } = new();

    /// <summary>How much one client may ask.</summary>
    public LimitOptions Limits { get; set; } = new();

    /// <summary>Values that could not be read. They keep their default until the start is stopped because of them.</summary>
    internal List<Fault> Unreadable { get; } = [];
}
