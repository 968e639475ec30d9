using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Logging;
using QrisPayments.Storage;

namespace QrisPayments.Secrets;

/// <summary>
/// The Data Protection keys of all nodes, in <c>qris_keys</c>, each wrapped by the master key. Data Protection asks
/// synchronously; it is answered from memory, which <see cref="LoadAsync"/> fills, so that no request waits for the database.
/// </summary>
internal sealed class KeyRing(Database database, MasterKeys masterKeys, TimeProvider clock, ILogger<KeyRing> logger) : IXmlRepository
{
    // The canary stands in this table, too, under a name that no key has.
    private const string Select = "SELECT id AS Id, content AS Content FROM qris_keys WHERE id <> 'canary'";

    private const string Insert = "INSERT INTO qris_keys (id, content, created_at) VALUES (@id, @content, @now)";

    // Compare-and-set: another node may have put it under a newer key meanwhile.
    private const string Rewrap = "UPDATE qris_keys SET content = @content WHERE id = @id AND content = @before";

    private const string ReadCanary = "SELECT content FROM qris_keys WHERE id = 'canary'";

    private const string InsertCanary = "INSERT INTO qris_keys (id, content, created_at) VALUES ('canary', @content, @now)";

    private const string ReplaceCanary =
        "UPDATE qris_keys SET content = @content, created_at = @now WHERE id = 'canary' AND content = @before";

    private readonly Lock _gate = new();
    private Dictionary<string, XElement> _keys = [];
    private int _unreadable;

    private sealed record Row
    {
        public string Id { get; init; } = "";
        public string Content { get; init; } = "";
    }

    /// <summary>Another number whenever a key has come.</summary>
    public int Count
    {
        get { lock (_gate) return _keys.Count; }
    }

    /// <summary>Reads what other nodes have added. A key that was read once stays: they are never changed, only wrapped anew.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var rows = await database.RunAsync(s => s.QueryAsync<Row>(Select), cancellationToken);
        var read = rows.Select(row => (Row: row, Text: masterKeys.Unwrap(row.Id, row.Content))).ToList();
        int unreadable;
        lock (_gate)
        {
            // A reader finishes with the dictionary that it has.
            _keys = new(_keys);
            foreach (var (row, text) in read)
                if (text is not null && !_keys.ContainsKey(row.Id)) _keys.Add(row.Id, XElement.Parse(text));
            unreadable = rows.Count(row => !_keys.ContainsKey(row.Id));
        }
        if (unreadable > Interlocked.Exchange(ref _unreadable, unreadable))
            logger.LogWarning("{Count} keys in {Table} cannot be read with {Setting}; what they guard cannot either", unreadable,
                database.Tables.In("qris_keys"), MasterKeyOptionsRules.Setting);
        foreach (var (row, text) in read)
            if (text is not null && masterKeys.IsOutdated(row.Content))
                await RewrapAsync(row, text, cancellationToken);
    }

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        // Copies, because whoever gets them may change them.
        lock (_gate) return [.. _keys.Values.Select(key => new XElement(key))];
    }

    /// <summary>
    /// Stores a new key: the first one, and one every 90 days. It waits on a thread of its own for a single insert, because
    /// the interface knows no other way; what is guarded by the key is stored after it, so no node meets a secret without its key.
    /// </summary>
    public void StoreElement(XElement element, string friendlyName)
    {
        var content = masterKeys.Wrap(friendlyName, element.ToString(SaveOptions.DisableFormatting));
        var parameters = new { id = friendlyName, content, now = clock.Now().ToDb() };
        Task.Run(() => database.TransactAsync(session => session.ExecuteAsync(Insert, parameters), CancellationToken.None)).GetAwaiter()
            .GetResult();
        if (masterKeys.Current is null)
            logger.LogWarning("A key that guards secrets is stored in the open, because {Setting} is not set; "
                + "this is for Development only. {HowToMake}", MasterKeyOptionsRules.Setting, MasterKeyOptionsRules.HowToMake);
        lock (_gate) _keys = new(_keys) { [friendlyName] = new XElement(element) };
    }

    /// <summary>What was encrypted with the first key that guards anything; null when nothing is guarded yet.</summary>
    public Task<string?> ReadCanaryAsync(CancellationToken cancellationToken) =>
        database.RunAsync(s => s.FirstOrDefaultAsync<string>(ReadCanary), cancellationToken);

    /// <summary>Puts a canary in the place of <paramref name="before"/>; false when another node was first.</summary>
    public Task<bool> TryPutCanaryAsync(string content, string? before, CancellationToken cancellationToken)
    {
        var parameters = new { content, before, now = clock.Now().ToDb() };
        return database.TransactAsync(
            async session => before is null
                ? await session.TryInsertAsync(InsertCanary, parameters)
                : await session.ExecuteAsync(ReplaceCanary, parameters) == 1,
            cancellationToken);
    }

    private Task RewrapAsync(Row row, string text, CancellationToken cancellationToken) =>
        database.TransactAsync(
            session => session.ExecuteAsync(Rewrap, new { id = row.Id, content = masterKeys.Wrap(row.Id, text), before = row.Content }),
                cancellationToken);
}
