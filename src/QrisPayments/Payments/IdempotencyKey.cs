using QrisPayments.Plugins.Providers;

namespace QrisPayments.Payments;

/// <summary>A client's own name for one create or refund, so that repeating it is harmless.</summary>
/// <param name="App">Whose key it is.</param>
/// <param name="Route">What was asked for; one key may serve two routes.</param>
/// <param name="Key">The client's text.</param>
/// <param name="BodyHash">SHA-256 of the raw body: the same key with another body is a mistake of the client.</param>
/// <param name="Respond">
/// Writes the answer that is stored and repeated word for word; null where the caller writes it, since it tells of no payment.
/// </param>
internal sealed record IdempotencyKey(string App, string Route, string Key, string BodyHash, Func<Payment, string>? Respond = null);
