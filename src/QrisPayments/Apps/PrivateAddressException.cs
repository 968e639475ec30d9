namespace QrisPayments.Apps;

/// <summary>The address leads to a place that nobody outside may have this host call.</summary>
internal sealed class PrivateAddressException(string message) : IOException(message);
