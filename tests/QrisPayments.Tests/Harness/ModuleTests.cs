using QrisPayments.Testing;

namespace QrisPayments.Tests.Harness;

/// <summary>
/// Tests that go through real HTTP and a real database. Each test finds the tables empty and starts the hosts that it
/// wants; they all stop at its end, and then the books are in order (<see cref="Books"/>). A class has one sealed child for each database.
/// </summary>
public abstract class ModuleTests(Database database) : IAsyncLifetime
{
    private readonly List<TestHost> _hosts = [];
    private readonly HashSet<string> _planted = [];

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

    /// <summary>Says that the test writes rows by hand, which break these invariants of <c>Storage/Invariants.sql</c> on purpose.</summary>
    /// <param name="because">Why it must, for the reader of the test.</param>
    /// <param name="invariants">Their names.</param>
    protected void BreaksOnPurpose(string because, params string[] invariants)
    {
        Assert.NotEmpty(because);
        _planted.UnionWith(invariants);
    }

    public virtual Task InitializeAsync()
    {
        NobodyIsAtWork("An earlier test");
        return database.ResetAsync();
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
        NobodyIsAtWork("This test");
        await Books.AreInOrderAsync(database, Clock.GetUtcNow(), _planted);
    }

    private void NobodyIsAtWork(string who)
    {
        var left = TestHost.CountOn(database.ConnectionString);
        Assert.True(left == 0, $"{who} left {left} hosts at work on this database. Start them through StartAsync or Owned.");
    }
}
