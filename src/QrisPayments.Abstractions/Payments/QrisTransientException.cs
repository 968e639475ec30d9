namespace QrisPayments;

/// <summary>
/// The database asked for a repeat (deadlock, lock wait) inside a transaction that belongs to the caller. The transaction
/// is lost: roll it back and run all of it again.
/// </summary>
public sealed class QrisTransientException : Exception
{
    /// <summary>Wraps the driver's error.</summary>
    public QrisTransientException(string message, Exception innerException) : base(message, innerException) { }
}
