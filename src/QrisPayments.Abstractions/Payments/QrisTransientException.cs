namespace QrisPayments;

/// <summary>
/// Another did the same at the same moment, and what it did is not to be seen inside a transaction that belongs to the caller. The
/// transaction is of no further use: roll it back and run all of it again. It is a <see cref="TimeoutException"/>, because EF Core's
/// execution strategies repeat on that and on the driver's own exceptions only. A deadlock or lock wait is none of these: it surfaces as
/// the driver's own exception.
/// </summary>
/// <param name="message">What was not to be seen.</param>
public sealed class QrisTransientException(string message) : TimeoutException(message);
