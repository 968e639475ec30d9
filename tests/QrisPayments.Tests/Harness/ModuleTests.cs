using QrisPayments.Testing;

namespace QrisPayments.Tests.Harness;

/// <summary>
/// Tests that go through real HTTP and a real database. Each test finds the tables empty and starts the hosts that it
/// wants; they all stop at its end. A class has one sealed child for each database.
/// </summary>
public abstract class ModuleTests(Database database) : IAsyncLifetime
{
    private readonly List<TestHost> _hosts = [];

    protected Database Database => database;

    /// <summary>The clock of every host of this test: 1 January 2026, 12:00 in Jakarta.</summary>
    protected FakeClock Clock { get; } = new();

    private protected async Task<TestHost> StartAsync(params (string, string?)[] settings)
    {
        var host = await TestHost.StartAsync(database, Clock, settings);
        return Owned(host);
    }

    private protected TestHost Owned(TestHost host)
    {
        _hosts.Add(host);
        return host;
    }

    public virtual Task InitializeAsync() => database.ResetAsync();

    public virtual async Task DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
    }
}
