namespace QrisPayments.Qiospay.Wire;

/// <summary>The ledger as we answer it.</summary>
internal sealed record MutationsPage(string Status, IReadOnlyList<Mutation> Data);

/// <summary>Why there is no ledger.</summary>
internal sealed record MutationsRefusal(string Status, string Messages);

/// <summary>A callback as we send it.</summary>
internal sealed record MoneyNotice(string Status, MoneyReceipt Data);

/// <summary>The nine members of a notice with the types that the text gives them; <see cref="Receipt"/> is how others write them.</summary>
internal sealed record MoneyReceipt
{
    public required string Name { get; init; }

    public required string Nmid { get; init; }

    /// <summary>Whole rupiah.</summary>
    public required long Amount { get; init; }

    public required string Type { get; init; }

    /// <summary>Whole rupiah.</summary>
    public required long Fee { get; init; }

    public required long Refid { get; init; }

    public required string Issuer { get; init; }

    /// <summary>Whole rupiah, as a text.</summary>
    public required string Balance { get; init; }

    /// <summary><c>dd/MM/yyyy HH:mm</c>, WIB.</summary>
    public required string Time { get; init; }
}
