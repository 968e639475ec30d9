namespace QrisPayments.Storage;

/// <summary>More wants to be done at once than the database's pool can take. Nothing was done; the caller may repeat it.</summary>
internal sealed class DatabaseBusyException() : Exception(
    "Too many things are waiting for a database connection. "
        + "If this happens in ordinary times, raise 'Maximum Pool Size' in the connection string.");
