using QrisPayments.Storage;

namespace QrisPayments.Money;

/// <summary>
/// When money moved, as one report tells it: an interval. Two reports of one amount on one account may be the same money if their intervals
/// touch. Intake, what webhooks tell and the console all ask here.
/// </summary>
/// <param name="At">Where the interval begins.</param>
/// <param name="Precision">How long it is.</param>
/// <param name="Tolerance">How far apart two intervals may be.</param>
internal sealed record MoneyTime(DateTimeOffset At, TimeSpan Precision, TimeSpan Tolerance)
{
    /// <summary>How far two sources may differ about the same money.</summary>
    public static readonly TimeSpan BetweenSources = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Credits that may touch it, by their index. The end of a stored interval is not compared in SQL, so <see cref="Touches"/> decides.
    /// </summary>
    public const string Where =
        "account = @account AND amount = @amount AND at BETWEEN @lowest AND @high AND (at >= @low OR precision_s > 0)";

    /// <summary>
    /// The coarsest that is looked back for. A ledger tells minutes or dates; a gateway that tells no time leaves all between its last
    /// "not paid yet" and now.
    /// </summary>
    private static readonly TimeSpan MaxPrecision = TimeSpan.FromHours(24);

    public DateTime Low => (At - Tolerance).ToDb();

    public DateTime Lowest => (At - Tolerance - MaxPrecision).ToDb();

    public DateTime High => (At + Precision + Tolerance).ToDb();

    /// <summary>Whether another interval may be the same moment.</summary>
    public bool Touches(DateTimeOffset at, TimeSpan precision) =>
        at <= At + Precision + Tolerance && at + precision + Tolerance >= At;
}
