namespace QrisPayments.Outbox;

/// <summary>The address leads to a place that callbacks must not reach.</summary>
internal sealed class CallbackRefusedException(string message) : IOException(message);
