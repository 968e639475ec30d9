using QrisPayments.Foundation;

namespace QrisPayments.Storage;

/// <summary>
/// Work that only one node at a time may do, by name. A lease that its node does not give back ends by itself; nothing here relies on the
/// server's own locks, which know one node of a cluster only.
/// </summary>
internal sealed class Leases(Database database)
{
    private const string TakeOver = """
        UPDATE qris_leases SET lease = @lease, lease_until = @until WHERE name = @name AND lease_until < @now
        """;

    private const string Take = "INSERT INTO qris_leases (name, lease, lease_until) VALUES (@name, @lease, @until)";

    private const string GiveBack = "DELETE FROM qris_leases WHERE name = @name AND lease = @lease";

    /// <summary>Takes it when nobody has it. Null when another node does.</summary>
    /// <param name="name">Of the work.</param>
    /// <param name="time">How long it is kept at most. Real time, not an injected clock's: others wait in it for another process.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string?> TryTakeAsync(string name, TimeSpan time, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.UtcNow;
        var row = new { name, lease = PublicId.New("lse"), now = now.ToDb(), until = (now + time).ToDb() };
        var isTaken = await database.TransactAsync(
            async session => await session.ExecuteAsync(TakeOver, row) == 1 || await session.TryInsertAsync(Take, row), cancellationToken);
        return isTaken ? row.lease : null;
    }

    /// <summary>Gives back what <see cref="TryTakeAsync"/> gave; nothing happens when another node has it by now.</summary>
    public Task GiveBackAsync(string name, string lease) =>
        database.RunAsync(session => session.ExecuteAsync(GiveBack, new { name, lease }), CancellationToken.None);

    /// <summary>The same in a session that was handed over; false when its database has no such lease.</summary>
    public static async Task<bool> GiveBackAsync(DbSession session, string name, string lease) =>
        await session.ExecuteAsync(GiveBack, new { name, lease }) == 1;
}
