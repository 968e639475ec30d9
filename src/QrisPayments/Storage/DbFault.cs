namespace QrisPayments.Storage;

/// <summary>What a driver's error means for us.</summary>
internal enum DbFault
{
    /// <summary>Another error that the database itself reports.</summary>
    Other,

    /// <summary>A unique key is taken: somebody was first.</summary>
    Duplicate,

    /// <summary>Deadlock, lock wait, busy: the whole transaction is to be run again.</summary>
    Transient,

    /// <summary>What <see cref="Dialect.DemandTransaction"/> demands is not there: the transaction is over.</summary>
    NoTransaction,

    /// <summary>A table, column or index that is to be made is there already.</summary>
    AlreadyThere,

    /// <summary>A table that is to be read is not there.</summary>
    TableMissing,

    /// <summary>The server does not let this user in.</summary>
    AccessDenied,

    /// <summary>The user may not do this.</summary>
    NotAllowed,

    /// <summary>There is no database of this name.</summary>
    DatabaseMissing,

    /// <summary>The server takes no further connection.</summary>
    TooManyConnections,

    /// <summary>The server is up and not ready yet: a node of a Galera cluster that is joining it. Nothing was done.</summary>
    NotReady,

    /// <summary>The server, or the file, takes no changes.</summary>
    ReadOnly,

    /// <summary>No room for another row.</summary>
    Full,

    /// <summary>No answer of the database's own: it could not be reached, or the connection was lost.</summary>
    Unreachable,
}
