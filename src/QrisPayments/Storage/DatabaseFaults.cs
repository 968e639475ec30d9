using System.Data.Common;
using System.Net.Sockets;

namespace QrisPayments.Storage;

/// <summary>
/// Why the database refuses a start or a statement, in the words of the operator's next step. What the server itself said is never called a
/// failure to reach it.
/// </summary>
internal static class DatabaseFaults
{
    private const string AllRights = "Grant the user SELECT, INSERT, UPDATE, DELETE, CREATE and INDEX on the database.";

    private const string NextStart = "The next start continues with this step.";

    /// <param name="dialect">Whose error it is.</param>
    /// <param name="exception">What went wrong.</param>
    /// <param name="setting">The connection string's full name.</param>
    /// <param name="tables">The names of the tables in this database.</param>
    public static Fault Of(Dialect dialect, Exception exception, string setting, TableNames tables)
    {
        var step = (exception as MigrationFailedException)?.Step;
        var reason = step is null ? exception : exception.InnerException!;
        var said = reason.Message.Trim().TrimEnd('.');
        if (reason is SocketException or IOException or TimeoutException
            || (reason is DbException lost && dialect.Classify(lost) is DbFault.Unreachable))
            return new Fault(setting, "database_unreachable",
                $"The database could not be reached: {said}. Check the address in {setting}, the network and that the server runs.");
        if (reason is ArgumentException or FormatException)
            return new Fault(setting, "connection_string_unreadable", $"{setting} was refused by the database driver: {said}.");
        if (reason is not DbException error)
            return new Fault(setting, "database_not_ready",
                $"No connection to the database could be made: {said}. Correct what it names in {setting}.");
        var kind = dialect.Classify(error);
        said += $" (error {dialect.Number(error)})";
        return step is null
            ? new Fault(setting, "database_refused", $"The database answered with an error: {said}. {Remedy(kind, setting)}")
            : new Fault(setting, "migration_failed",
                $"The database refused migration step {step.Name} ({Work(step, dialect, tables)}): {said}. "
                    + $"{StepRemedy(kind, step, tables)}");
    }

    /// <summary>What an operator does about what the server itself said.</summary>
    public static string Remedy(DbFault kind, string setting) => kind switch
    {
        DbFault.TableMissing => $"Restore it from a backup, or let {setting} lead to the database that has the shop's tables.",
        DbFault.AccessDenied => $"Correct the user and the password in {setting}, or let the server accept this user from this host.",
        DbFault.DatabaseMissing => $"Create this database, or correct its name in {setting}.",
        DbFault.NotAllowed =>
            "Grant the user SELECT, INSERT, UPDATE and DELETE on the database, and CREATE and INDEX too unless "
                + "QrisPayments:Migrate is false.",
        DbFault.TooManyConnections => $"Raise the limit, or lower 'Maximum Pool Size' in {setting}.",
        DbFault.NotReady => "Wait until this node has joined its cluster, then start the host again.",
        DbFault.ReadOnly => $"Make it writable, or let {setting} lead to the node that takes writes.",
        DbFault.Full => "Free some space on its disk, or raise its limit.",
        DbFault.Transient => "Start the host again; if this goes on, look for what holds the lock.",
        _ => "Correct what it names, then start the host again.",
    };

    private static string StepRemedy(DbFault kind, Migration step, TableNames tables) => kind switch
    {
        DbFault.ReadOnly => $"Make it writable, or connect to the node that takes writes. {NextStart}",
        DbFault.Full => $"Free some space on its disk, or raise its limit. {NextStart}",
        DbFault.NotAllowed when Migrator.IsBookkeeping(step) =>
            $"{AllRights} Or let a user who may create tables run the script that {tables.Script} prints, "
            + "and set QrisPayments:Migrate to false.",
        DbFault.NotAllowed => $"{AllRights} {NextStart}",
        DbFault.AlreadyThere =>
            $"Something else uses this name. Set {StorageOptionsRules.TablePrefix} to another prefix, or rename what is there. {NextStart}",
        _ => $"Correct what it names, then start the host again. {NextStart}",
    };

    /// <summary>The statement's beginning, which names what it makes: <c>CREATE UNIQUE INDEX ux_… ON …</c>.</summary>
    private static string Work(Migration step, Dialect dialect, TableNames tables) =>
        tables.In(step.Sql(dialect)).Split('(', 2)[0].Trim();
}
