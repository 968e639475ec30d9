namespace QrisPayments.Codec;

/// <summary>What to put into a code. Give the amount as <see cref="Amount"/> or as <see cref="AmountText"/>.</summary>
public sealed record QrisConvertRequest
{
    /// <summary>Whole rupiah above zero, at most 13 digits (EMVCo MPM, id 54).</summary>
    public long? Amount { get; init; }

    /// <summary>
    /// The amount as exact decimal text: digits and at most one point, two decimals, 13 characters, no leading zeros.
    /// Decimals of zero are left out of the code.
    /// </summary>
    public string? AmountText { get; init; }

    /// <summary>
    /// The tip to ask for; null for none. A tip that is already in the code goes in any case, because the payer could change the total.
    /// </summary>
    public QrisTip? Tip { get; init; }

    /// <summary>Values to put into tag 62, each in place of the one that is there.</summary>
    public QrisAdditionalData? AdditionalData { get; init; }

    /// <summary>
    /// Leaves tag 01 as it is: 11 or absent, or 12 where <see cref="Reamount"/> lets a dynamic code in. Some wallets
    /// refuse a converted code that calls itself dynamic; one that is kept static names its amount all the same.
    /// </summary>
    public bool KeepStatic { get; init; }

    /// <summary>Allows a code that is already dynamic to be given another amount.</summary>
    public bool Reamount { get; init; }
}
