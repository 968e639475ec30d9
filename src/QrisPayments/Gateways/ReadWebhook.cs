using System.Text.Json;
using QrisPayments.Money;
using QrisPayments.Plugins;

namespace QrisPayments.Gateways;

/// <summary>
/// What a genuine webhook says, as it is stored. It is read once, with what arrived: later the settings may have changed,
/// and what is stored no longer holds the secrets that it was verified by.
/// </summary>
internal sealed record ReadWebhook
{
    public string? AttemptId { get; init; }
    public string? ProviderRef { get; init; }
    public LedgerEntry? Credit { get; init; }
    public string? Kind { get; init; }
    public StatusResult.Paid? Paid { get; init; }
    public StatusResult.Reversed? Reversed { get; init; }
    public AttemptEnd End { get; init; }
    public string? StatusRef { get; init; }
    public FoundAttempt? Found { get; init; }
    public string? Code { get; init; }
    public string? Message { get; init; }

    /// <summary>How the attempt stands, if it says that.</summary>
    public StatusResult? Status() => Kind switch
    {
        "paid" => Paid,
        "pending" => new StatusResult.Pending(StatusRef) { Found = Found },
        "ended" => new StatusResult.Ended(End),
        "doubtful" => new StatusResult.Doubtful(Code ?? "", Message ?? ""),
        "unreadable" => new StatusResult.Unreadable(Message ?? "", Code),
        "reversed" => Reversed,
        "not_found" => new StatusResult.NotFound(),
        _ => null,
    };

    /// <summary>Whether there is anything to do about it. A gateway also tells of withdrawals and the like (WIRE Q5).</summary>
    public bool SaysNothing => AttemptId is null && ProviderRef is null && Credit is null && Kind is null;

    public string ToStored() => JsonSerializer.Serialize(this);

    public static ReadWebhook FromStored(string stored) => JsonSerializer.Deserialize<ReadWebhook>(stored)!;

    public static ReadWebhook Of(WebhookVerdict.Genuine genuine)
    {
        var read = new ReadWebhook { AttemptId = genuine.AttemptId, ProviderRef = genuine.ProviderRef, Credit = genuine.Credit };
        // A hint says only what the gateway is to be asked about.
        if (!genuine.IsProven) return read;
        return genuine.Status switch
        {
            StatusResult.Paid paid => read with { Kind = "paid", Paid = paid },
            StatusResult.Pending pending => read with { Kind = "pending", StatusRef = pending.ProviderRef, Found = pending.Found },
            StatusResult.Ended ended => read with { Kind = "ended", End = ended.End },
            StatusResult.Doubtful doubtful => read with { Kind = "doubtful", Code = doubtful.Code, Message = doubtful.Message },
            StatusResult.Unreadable unreadable => read with { Kind = "unreadable", Code = unreadable.Word, Message = unreadable.Message },
            StatusResult.Reversed reversed => read with { Kind = "reversed", Reversed = reversed },
            StatusResult.NotFound => read with { Kind = "not_found" },
            _ => read,
        };
    }
}
