using System.Data.Common;

namespace QrisPayments.Storage;

/// <summary>Where connections come from. Resolved once, when the host starts.</summary>
internal sealed class DatabaseSource : IAsyncDisposable
{
    private DbDataSource? _dataSource;
    private Dialect? _dialect;
    private ConnectionSlots? _readers;
    private ConnectionSlots? _writers;

    public DbDataSource DataSource => _dataSource ?? throw NotReady();

    public Dialect Dialect => _dialect ?? throw NotReady();

    /// <summary>For statements without a transaction.</summary>
    public ConnectionSlots Readers => _readers ?? throw NotReady();

    /// <summary>For transactions.</summary>
    public ConnectionSlots Writers => _writers ?? throw NotReady();

    /// <summary>The names of the tables there.</summary>
    public TableNames Tables { get; private set; } = TableNames.Default;

    /// <summary>True for a pool of our own, whose sessions we may set up; a host's data source is left as it is.</summary>
    public bool OwnsPool { get; private set; }

    /// <summary>Where it is; known once a connection has been open.</summary>
    public DatabasePlace Place { get; set; } = new("", "");

    /// <summary>The setting that names the database, <c>ConnectionStrings:…</c>.</summary>
    public string Setting { get; private set; } = "";

    /// <summary>What named this one: the setting, or the host's own data source.</summary>
    public string Origin => OwnsPool ? Setting : "the registered DbDataSource";

    /// <summary>The prefix must be a valid one. Call it before <see cref="Use"/>.</summary>
    public void Name(string tablePrefix) => Tables = TableNames.With(tablePrefix);

    public void Use(DbDataSource dataSource, Dialect dialect, string setting, bool ownsPool, int poolSize = 100)
    {
        Setting = setting;
        _dialect = dialect;
        // Together a little less than the pool holds.
        _readers = new ConnectionSlots(Math.Max(1, poolSize * 48 / 100));
        _writers = new ConnectionSlots(dialect.OneWriter ? 1 : Math.Max(1, poolSize * 48 / 100));
        OwnsPool = ownsPool;
        _dataSource = dataSource;
    }

    public async ValueTask DisposeAsync()
    {
        if (OwnsPool && _dataSource is { } dataSource) await dataSource.DisposeAsync();
    }

    private static InvalidOperationException NotReady() =>
        new("QrisPayments has not started yet: its database is opened when the host starts (IHost.StartAsync).");
}
