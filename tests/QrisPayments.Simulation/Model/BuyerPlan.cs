namespace QrisPayments.Simulation.Model;

/// <summary>How a customer buys.</summary>
internal enum Channel
{
    /// <summary>At the shop's own pages.</summary>
    Store,

    /// <summary>Through a client of the API, by the shop's printed code.</summary>
    StaticQris,

    /// <summary>Through a client of the API, at a gateway that can be asked and sends webhooks.</summary>
    Midtrans,

    /// <summary>Through a client of the API, on an account whose ledger can be read.</summary>
    Qiospay,
}

/// <summary>What a buyer does with the code.</summary>
internal enum Conduct
{
    Pays,
    PaysLate,
    PaysTwice,
    PaysWrong,
    Leaves,
    Cancels,
    PaysAndCancels,

    /// <summary>Pays, and the gateway gives the money back without asking the shop, or has to.</summary>
    IsReversed,

    /// <summary>Pays, and the shop gives money back.</summary>
    IsRefunded,
}

/// <summary>One buyer, as the seed decides.</summary>
internal sealed record BuyerPlan
{
    /// <summary>From 1.</summary>
    public required int No { get; init; }

    /// <summary>After the storm began.</summary>
    public required TimeSpan At { get; init; }

    public required Channel Channel { get; init; }

    public required Conduct Conduct { get; init; }

    /// <summary>Whose client makes the payment.</summary>
    public required string Seller { get; init; }

    /// <summary>Whole rupiah, a multiple of a thousand.</summary>
    public required long Amount { get; init; }

    /// <summary>What goes into the basket.</summary>
    public required IReadOnlyList<(string Slug, int Quantity)> Basket { get; init; }

    /// <summary>Between the code and the payment.</summary>
    public required TimeSpan Hesitates { get; init; }

    /// <summary>Whether only one source hears of the money.</summary>
    public required bool IsHeardOnce { get; init; }

    public string OrderId => $"SIM-{No:0000}";
}
