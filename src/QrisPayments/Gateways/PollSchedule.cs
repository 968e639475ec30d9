using QrisPayments.Payments;

namespace QrisPayments.Gateways;

/// <summary>
/// When a gateway is asked again (WIRE G12): often while the customer may be paying, seldom while money may come late, then no more; of
/// what is paid a few times in two months.
/// </summary>
internal static class PollSchedule
{
    /// <summary>The first question: before it, the customer has not even scanned.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(5);

    /// <summary>The pause once the customer's time is over.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromMinutes(10);

    /// <summary>How long after the end late money is looked for.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromHours(48);

    /// <summary>How long "very often" goes on after the end: the money may be on its way.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>The last question may come so much later: the gateway, or every node, may have been away.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromHours(12);

    /// <summary>No more questions.</summary>
    public static readonly DateTimeOffset Never = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The ages at which a paid attempt is asked about.</summary>
    private static readonly TimeSpan[] AfterPaid =
        [TimeSpan.FromHours(1), .. new[] { 1, 3, 7, 14, 30, 60 }.Select(days => TimeSpan.FromDays(days))];

    private static readonly TimeSpan[] Steps = [.. new[] { 5, 5, 10, 15, 30, 60 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <summary>When an attempt is asked about after this time; <see cref="Never"/> when it need not be.</summary>
    /// <param name="attempt">As it stood before this question.</param>
    /// <param name="now">The moment of the question.</param>
    /// <param name="jitter">0 to 1; spreads what would come at once.</param>
    public static DateTimeOffset Next(AttemptRow attempt, DateTimeOffset now, double jitter)
    {
        if (attempt.State == AttemptStates.Paid) return NextOfPaid(attempt, now);
        if (!attempt.MayBePaid) return Never;
        // No more questions, but a person may still have it paid: then it is looked at as often as what was paid in time.
        if (now > attempt.ExpiresAt + Reach) return NextOfPaid(attempt, now);
        var pause = now > attempt.ExpiresAt + Grace ? Slow : Steps[Math.Min(attempt.Polls, Steps.Length - 1)];
        return now + pause * (0.9 + 0.2 * jitter);
    }

    /// <summary>Whether money may still come for an attempt that is not paid, so that its gateway is asked.</summary>
    public static bool IsLateMoneyLookedFor(AttemptRow attempt, DateTimeOffset now) => now <= attempt.ExpiresAt + Reach + Lag;

    /// <summary>
    /// Paid attempts are asked about a few more times, since money may go back and a gateway may send no webhook that says so (F01).
    /// </summary>
    public static bool IsDueOfPaid(AttemptRow attempt, DateTimeOffset now) => now >= attempt.CreatedAt + AfterPaid[0];

    private static DateTimeOffset NextOfPaid(AttemptRow attempt, DateTimeOffset now)
    {
        foreach (var age in AfterPaid)
            if (attempt.CreatedAt + age > now) return attempt.CreatedAt + age;
        return Never;
    }

    /// <summary>The pause of an account whose gateway does not answer: doubles from 5 s to 10 min.</summary>
    public static TimeSpan AfterFailure(int failures, TimeSpan? wished, double jitter)
    {
        var doubled = TimeSpan.FromSeconds(5) * Math.Pow(2, Math.Min(failures, 8));
        var pause = (doubled < Slow ? doubled : Slow) * (0.9 + 0.2 * jitter);
        return wished is { } wish && wish > pause ? (wish < TimeSpan.FromHours(1) ? wish : TimeSpan.FromHours(1)) : pause;
    }
}
