using System.Globalization;
using System.Text.RegularExpressions;
using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Plugins.Providers;

/// <summary>
/// Looks through what a plugin says about money. Evidence is never lost: a time that cannot be is left out, and an amount or
/// reference that cannot be makes it a matter for a person.
/// </summary>
internal sealed partial class AnswerCheck(PluginGuard guard, PluginCall call, DateTimeOffset now)
{
    private const int MaxEntries = 10_000;
    private const int MaxUnreadable = 100;
    private const int MaxRefunds = 100;
    private const int MaxReference = 128;
    private const int MaxLine = 400;
    private const int MaxReply = 64 * 1024;
    private const int MaxWord = 40;

    /// <summary>Clocks differ, and a zone that was taken wrongly moves a time by hours (WIRE G3).</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromDays(1);

    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(1);

    /// <summary>Before there was QRIS there was no money to tell of.</summary>
    private static readonly DateTimeOffset Earliest = new(2019, 8, 17, 0, 0, 0, TimeSpan.Zero);

    /// <summary>On the plugin's thread: its list is its code.</summary>
    public static LedgerResult? Copy(LedgerResult? ledger) =>
        ledger is LedgerResult.Read { Entries: var entries }
            ? new LedgerResult.Read([.. (entries ?? throw new PluginAnswerException("It answered no entries.")).Take(MaxEntries)])
            {
                Unreadable = [.. (((LedgerResult.Read)ledger).Unreadable ?? []).Take(MaxUnreadable)],
            }
            : ledger;

    /// <summary>On the plugin's thread, as above.</summary>
    public static StatusResult? Copy(StatusResult? status) => status is StatusResult.Reversed { Refunds: var refunds } reversed
        ? reversed with { Refunds = [.. (refunds ?? throw new PluginAnswerException("It answered no refunds.")).Take(MaxRefunds)] }
        : status;

    /// <summary>On the plugin's thread, as above.</summary>
    public static WebhookVerdict? Copy(WebhookVerdict? verdict) =>
        verdict is WebhookVerdict.Genuine { Status: StatusResult.Reversed reversed } genuine
            ? genuine with { Status = Copy(reversed) }
            : verdict;

    public StatusResult Status(StatusResult status, DateTimeOffset? since) => status switch
    {
        StatusResult.Pending pending => pending with { ProviderRef = Reference(pending.ProviderRef) },
        StatusResult.Paid paid => Paid(paid, since),
        StatusResult.Ended { End: var end } when !Enum.IsDefined(end) =>
            new StatusResult.Unknown(guard.Note(call, $"It answered the end {(int)end}, which does not exist.")),
        StatusResult.Doubtful doubtful => new StatusResult.Doubtful(guard.Clean(doubtful.Code ?? ""), guard.Clean(doubtful.Message ?? "")),
        // The plugin is well, so this is no fault of its; the console shows it with the payment.
        StatusResult.Unreadable unreadable => new StatusResult.Unreadable(guard.Clean(unreadable.Message ?? ""), Word(unreadable.Word)),
        StatusResult.Reversed reversed => Reversed(reversed),
        StatusResult.Unknown unknown => new StatusResult.Unknown(guard.Note(call, unknown.Message ?? ""), Wait(unknown.RetryAfter)),
        _ => status,
    };

    public RefundAnswer Refund(RefundAnswer answer) => answer switch
    {
        RefundAnswer.Done done => new RefundAnswer.Done(Reference(done.Reference)),
        RefundAnswer.Rejected rejected => new RefundAnswer.Rejected(guard.Clean(rejected.Code ?? ""), guard.Clean(rejected.Message ?? "")),
        RefundAnswer.Unknown unknown => new RefundAnswer.Unknown(guard.Note(call, unknown.Message ?? ""), Wait(unknown.RetryAfter)),
        _ => answer,
    };

    public CancelAnswer Cancel(CancelAnswer answer)
    {
        if (Enum.IsDefined(answer)) return answer;
        guard.Note(call, $"It answered {(int)answer}, which is not a valid answer.");
        return CancelAnswer.Unknown;
    }

    public LedgerResult Ledger(LedgerResult ledger)
    {
        if (ledger is LedgerResult.Unknown unknown)
            return new LedgerResult.Unknown(guard.Note(call, unknown.Message ?? ""), Wait(unknown.RetryAfter));
        var read = (LedgerResult.Read)ledger;
        var good = new List<LedgerEntry>();
        var unreadable = new List<UnreadableEntry>();
        foreach (var row in read.Unreadable)
            unreadable.Add(new UnreadableEntry(Line(row?.Text), Line(row?.Problem)));
        foreach (var entry in read.Entries)
        {
            if (Refuse(entry) is not { } refusal) good.Add(Bounded(entry));
            else if (unreadable.Count < MaxUnreadable) unreadable.Add(new UnreadableEntry(Line(Text(entry)), Line(refusal)));
        }
        if (unreadable.Count > 0 && call.Part is { } part) guard.MarkFailing(part);
        return new LedgerResult.Read(good) { Unreadable = unreadable };
    }

    private string Line(string? text) => StoredText.Cut(guard.Clean(text ?? ""), MaxLine);

    private static string Text(LedgerEntry? entry) => entry is null
        ? "an entry that is nothing"
        : string.Create(CultureInfo.InvariantCulture, $"{entry.Reference}: {entry.Amount} at {entry.At:u}");

    public WebhookVerdict Webhook(WebhookVerdict verdict, DateTimeOffset? since)
    {
        var reply = Reply(verdict.Reply);
        switch (verdict)
        {
            case WebhookVerdict.Genuine genuine:
                var credit = genuine.Credit;
                if (credit is not null && Refuse(credit) is { } refusal)
                    return new WebhookVerdict.Malformed(guard.Note(call,
                        $"The money that it reports is impossible: {refusal}")) { Reply = reply, IsProven = genuine.IsProven };
                return genuine with
                {
                    Reply = reply, ProviderRef = Reference(genuine.ProviderRef), AttemptId = Reference(genuine.AttemptId),
                    Status = genuine.Status is null ? null : Status(genuine.Status, since),
                    Credit = credit is null ? null : Bounded(credit),
                };
            case WebhookVerdict.Forged forged:
                return new WebhookVerdict.Forged(guard.Clean(forged.Reason ?? "")) { Reply = reply };
            default:
                return new WebhookVerdict.Malformed(guard.Clean((verdict as WebhookVerdict.Malformed)?.Reason ?? ""))
                {
                    Reply = reply, IsProven = verdict.IsProven,
                };
        }
    }

    private StatusResult Paid(StatusResult.Paid paid, DateTimeOffset? since)
    {
        if (paid.Amount is <= 0 or > OpenCheck.MaxMoney)
            return new StatusResult.Doubtful("amount_impossible",
                guard.Note(call, $"It says that {paid.Amount} was paid, which is not a possible amount."));
        if (paid.Reference is { } reference && !IsReference(reference))
            return new StatusResult.Doubtful("reference_impossible",
                guard.Note(call, $"It says that it was paid, with a reference of {reference.Length} characters that cannot be kept."));
        var at = paid.At;
        if (at is { } time && (time > now + Skew || time < (since ?? Earliest) - Skew))
        {
            guard.Note(call, $"It says that it was paid at {time:u}, which is impossible; the time is left out.");
            at = null;
        }
        return paid with { At = at, ProviderRef = Reference(paid.ProviderRef) };
    }

    /// <summary>
    /// A refund that cannot be as it is told is a matter for a person: the rest is not taken apart, since its sum would be wrong.
    /// </summary>
    private StatusResult Reversed(StatusResult.Reversed reversed)
    {
        var (code, message) = (guard.Clean(reversed.Code ?? ""), guard.Clean(reversed.Message ?? ""));
        var kind = Enum.IsDefined(reversed.Kind) ? reversed.Kind : ReversalKind.Void;
        if (reversed.TotalRefunded is null or (> 0 and <= OpenCheck.MaxMoney) && reversed.Refunds.All(IsPossible))
            return reversed with
            {
                Kind = kind, Code = code, Message = message,
                Payment = reversed.Payment is { } paid ? Paid(paid, null) as StatusResult.Paid : null,
                Refunds = [.. reversed.Refunds.Select(refund => refund with
                {
                    At = refund.At is { } at && (at > now + Skew || at < Earliest) ? null : refund.At?.ToUniversalTime(),
                    Reason = refund.Reason is { } reason ? StoredText.Cut(guard.Clean(reason), 200) : null,
                })],
            };
        guard.Note(call, "It reports refunds that are impossible; a person has to look.");
        // Without its numbers, it is told as what no one can attribute.
        return new StatusResult.Reversed { Kind = kind, Code = "refund_impossible", Message = message };
    }

    private static bool IsPossible(GatewayRefund? refund) => refund is { Amount: > 0 and <= OpenCheck.MaxMoney }
        && (refund.Key is null || IsReference(refund.Key)) && (refund.Reference is null || IsReference(refund.Reference));

    private string? Refuse(LedgerEntry? entry) =>
        entry is null ? "the entry is missing."
        : entry.Amount is <= 0 or > OpenCheck.MaxMoney ? $"{entry.Amount} is not a possible amount."
        : entry.Reference is null || !IsReference(entry.Reference) ? $"its reference must be 1–{MaxReference} characters of text."
        : entry.At > now + Skew || entry.At < Earliest ? $"{entry.At:u} is not a possible time."
        : null;

    private LedgerEntry Bounded(LedgerEntry entry) => entry with
    {
        At = entry.At.ToUniversalTime(),
        Precision = entry.Precision < TimeSpan.Zero ? TimeSpan.Zero : entry.Precision > Skew ? Skew : entry.Precision,
        Description = entry.Description is { } description ? StoredText.Cut(guard.Clean(description), 500) : null,
    };

    private WebhookReply Reply(WebhookReply? reply)
    {
        if (reply is { StatusCode: >= 200 and <= 599, Body: { Length: <= MaxReply }, ContentType: { Length: <= 100 } type }
            && !type.Any(c => c is < ' ' or > '~'))
            return reply;
        guard.Note(call, "Its reply to the webhook cannot be sent.");
        return new WebhookReply(503);
    }

    private string? Reference(string? reference)
    {
        if (reference is null || IsReference(reference)) return reference;
        guard.Note(call, $"A reference of {reference.Length} characters cannot be kept; it is left out.");
        return null;
    }

    /// <summary>
    /// A gateway's word, which may be anything: what looks like an e-mail address is hidden whole, and three digits in a row may be
    /// part of a telephone number (WIRE G13).
    /// </summary>
    private string? Word(string? word)
    {
        if (word is null) return null;
        if (word.Contains('@', StringComparison.Ordinal)) return "***";
        var cut = StoredText.Cut(guard.Clean(word), MaxWord);
        var masked = LongNumber().Replace(cut, static digits => new string('#', digits.Length));
        return string.Concat(masked.Select(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '_' or '-' or '.' or '*' or '#' ? c : '?'));
    }

    [GeneratedRegex("[0-9]{3,}")]
    private static partial Regex LongNumber();

    private static bool IsReference(string reference) => reference.Length is > 0 and <= MaxReference && Faults.IsText(reference);

    private static TimeSpan? Wait(TimeSpan? wish) => wish is not { } wait || wait <= TimeSpan.Zero ? null : wait < MaxWait ? wait : MaxWait;
}
