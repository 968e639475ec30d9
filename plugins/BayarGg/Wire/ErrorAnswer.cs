namespace QrisPayments.BayarGg.Wire;

/// <summary>What BAYAR GG answers wherever it refuses.</summary>
internal sealed record ErrorAnswer
{
    public bool Success { get; init; }

    public required string Error { get; init; }
}
