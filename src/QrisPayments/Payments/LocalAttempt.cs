using QrisPayments.Plugins;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>An attempt that its provider has opened, and that is not stored yet.</summary>
/// <param name="Attempt">As it is to be stored.</param>
/// <param name="Opened">What the provider made.</param>
/// <param name="Total">The total that it takes, if it must be its own.</param>
/// <param name="At">When it was made.</param>
internal sealed record LocalAttempt(Attempt Attempt, OpenResult.Opened Opened, HeldTotal? Total, DateTimeOffset At);
