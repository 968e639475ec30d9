namespace QrisPayments.Storage;

/// <summary>What a driver's error means for us.</summary>
internal enum DbFault
{
    Other,

    /// <summary>A unique key is taken: somebody was first.</summary>
    Duplicate,

    /// <summary>Deadlock, lock wait, busy: the whole transaction is to be run again.</summary>
    Transient,

    /// <summary>A table, column or index that is to be made is there already.</summary>
    AlreadyThere,
}
