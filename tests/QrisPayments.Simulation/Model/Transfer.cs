namespace QrisPayments.Simulation.Model;

/// <summary>Why money was sent.</summary>
internal enum Purpose
{
    /// <summary>To pay exactly what was asked, in time.</summary>
    Exact,

    /// <summary>The same, after the payment had ended.</summary>
    Late,

    /// <summary>Once more for a payment that was paid before.</summary>
    Again,

    /// <summary>Another amount than was asked.</summary>
    Wrong,

    /// <summary>It has nothing to do with any payment.</summary>
    Stray,
}

/// <summary>Money that moved: the truth that the shop's books are held against.</summary>
internal sealed class Transfer
{
    private readonly HashSet<string> _references = new(StringComparer.Ordinal);

    public required int No { get; init; }

    /// <summary>Where it arrived.</summary>
    public required string Account { get; init; }

    /// <summary>Whole rupiah.</summary>
    public required long Amount { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Purpose Purpose { get; init; }

    /// <summary>What it was meant for; null for a stray.</summary>
    public string? PaymentId { get; init; }

    /// <summary>The references under which the books may show it. Each source has its own.</summary>
    public IReadOnlyCollection<string> References
    {
        get
        {
            lock (_references) return [.. _references];
        }
    }

    public void TellAs(string reference)
    {
        lock (_references) _references.Add(reference);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"transfer {No} ({Purpose}, {Account}, Rp{Amount}, {At:HH:mm:ss}, {PaymentId ?? "-"})");
}
