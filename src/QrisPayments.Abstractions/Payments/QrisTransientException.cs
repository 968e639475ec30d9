namespace QrisPayments;

/// <summary>
/// The database asked for a repeat (deadlock, lock wait), or another did the same at the same moment, inside a transaction that belongs to
/// the caller. The transaction is lost: roll it back and run all of it again.
/// </summary>
public sealed class QrisTransientException : Exception
{
    /// <summary>Without an error of the driver's: what the transaction relies on is not to be seen in it.</summary>
    public QrisTransientException(string message) : base(message) { }

    /// <summary>Wraps the driver's error.</summary>
    public QrisTransientException(string message, Exception innerException) : base(message, innerException) { }
}
