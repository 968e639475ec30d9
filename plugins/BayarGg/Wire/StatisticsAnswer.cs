namespace QrisPayments.BayarGg.Wire;

/// <summary>What <c>get-statistics.php</c> answers.</summary>
internal sealed record StatisticsAnswer
{
    public bool Success { get; init; } = true;

    public required string Period { get; init; }

    /// <summary>All that were made, paid or not.</summary>
    public long TotalTransactions { get; init; }

    /// <summary>What all of them asked for, whole rupiah.</summary>
    public long TotalAmount { get; init; }

    /// <summary>How many were paid; the numbers of <see cref="Breakdown"/> sum up to it.</summary>
    public long TotalPaid { get; init; }

    /// <summary>The paid ones by method.</summary>
    public required IReadOnlyDictionary<string, long> Breakdown { get; init; }
}
