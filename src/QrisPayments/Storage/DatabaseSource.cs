using System.Data.Common;

namespace QrisPayments.Storage;

/// <summary>Where connections come from. Resolved once, when the host starts.</summary>
internal sealed class DatabaseSource : IAsyncDisposable
{
    private DbDataSource? _dataSource;
    private Dialect? _dialect;

    public DbDataSource DataSource => _dataSource ?? throw NotReady();

    public Dialect Dialect => _dialect ?? throw NotReady();

    /// <summary>True for a pool of our own, whose sessions we may set up; a host's data source is left as it is.</summary>
    public bool OwnsPool { get; private set; }

    public bool IsReady => _dataSource is not null;

    public void Use(DbDataSource dataSource, Dialect dialect, bool ownsPool)
    {
        _dialect = dialect;
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
