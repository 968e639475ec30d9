using System.Globalization;
using System.Text.Json;
using QrisPayments.Money;
using QrisPayments.Notifications;
using QrisPayments.Payments;
using QrisPayments.Reviews;

namespace QrisPayments.Console;

/// <summary>How something in a payment's story looks.</summary>
internal enum Tone
{
    Plain,
    Good,
    Warn,
    Bad,
}

/// <summary>One line of a payment's story.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Tone">Its colour.</param>
/// <param name="Title">What happened.</param>
/// <param name="Detail">More about it.</param>
/// <param name="Link">Below the console's root.</param>
/// <param name="More">Single tries, folded away.</param>
internal sealed record TimelineItem(
    DateTimeOffset At, Tone Tone, string Title, string? Detail = null, string? Link = null, IReadOnlyList<string>? More = null);

/// <summary>Tells a payment's story: events, money, cases and deliveries in the order in which they happened.</summary>
internal static class Timeline
{
    public static IReadOnlyList<TimelineItem> Of(PaymentStory story, ConsoleTexts texts) =>
    [
        .. Events(story, texts)
            .Concat(story.Credits.Select(credit => Of(credit, texts)))
            .Concat(story.Reviews.SelectMany(review => Of(review, texts)))
            .Concat(story.Deliveries.Select(delivery => Of(delivery, story, texts)))
            .OrderBy(item => item.At),
    ];

    // Cases tell more of themselves than their events do.
    private static IEnumerable<TimelineItem> Events(PaymentStory story, ConsoleTexts texts) =>
        from entry in story.Events
        where entry.Type is not (PaymentEventTypes.ReviewOpened or PaymentEventTypes.ReviewResolved)
        let tone = entry.Type switch
        {
            PaymentEventTypes.Paid => Tone.Good,
            PaymentEventTypes.Failed or PaymentEventTypes.RefundFailed => Tone.Bad,
            PaymentEventTypes.Expired or PaymentEventTypes.Cancelled or PaymentEventTypes.Disputed => Tone.Warn,
            _ => Tone.Plain,
        }
        select new TimelineItem(DateTimeOffset.Parse(entry.At, CultureInfo.InvariantCulture), tone, texts.EventName(entry.Type),
            RefundDetail(entry, story, texts));

    /// <summary>How much, by whom, and the number of the transfer.</summary>
    private static string? RefundDetail(TimelineEntry entry, PaymentStory story, ConsoleTexts texts)
    {
        if (entry.Data is not { ValueKind: JsonValueKind.Object } data || !data.TryGetProperty("refund_id", out var id)) return null;
        if (story.Refunds.FirstOrDefault(refund => refund.Refund.Id == id.GetString()) is not { Refund: var about } refund) return null;
        var reference = entry.Type == PaymentEventTypes.Refunded ? about.Reference : null;
        var error = entry.Type == PaymentEventTypes.RefundFailed ? about.Error : null;
        var parts = new[]
        {
            Rupiah.Format(about.Amount), texts.RefundWayName(about.By), about.Reason, reference, error, Who(entry.Type, refund, texts),
        };
        return string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    /// <summary>Who was the cause of this step; null for the gateway.</summary>
    private static string? Who(string type, RefundEntry refund, ConsoleTexts texts)
    {
        var asked = type == PaymentEventTypes.RefundRequested || (refund.IsAtOnce && !refund.IsReported);
        if (refund.Stored.DecidedBy is { } decidedBy
            && (type, refund.IsRefused) is (PaymentEventTypes.Refunded, false) or (PaymentEventTypes.RefundFailed, true))
            return Phrase(texts.RefundDecidedBy(refund), decidedBy);
        return asked ? Phrase(texts.RefundAskedBy(refund), texts.RefundAsker(refund)) : null;
    }

    private static string Phrase(string label, string who) => $"{char.ToLowerInvariant(label[0])}{label[1..]} {who}";

    private static TimelineItem Of(Credit credit, ConsoleTexts texts) => new(
        credit.CreatedAt,
        credit.Outcome == Outcomes.Matched ? Tone.Good : credit.Outcome == Outcomes.Ignored ? Tone.Plain : Tone.Warn,
        NoticePages.Fill(texts.MoneySeen, Rupiah.Format(credit.Amount)),
        $"{credit.Account} · {credit.Source} · {credit.ExternalRef} · {texts.OutcomeName(credit.Outcome)}",
        $"/credits/{credit.Id}");

    private static IEnumerable<TimelineItem> Of(Review review, ConsoleTexts texts)
    {
        var link = $"/reviews/{review.Id}";
        // A decision about unmatched money was never an open case.
        if (review.Kind != ReviewKinds.Unmatched)
            yield return new TimelineItem(review.OpenedAt, Tone.Warn, NoticePages.Fill(texts.CaseOpened, texts.KindName(review.Kind)),
                review.Note, link);
        if (review.ResolvedAt is { } at)
        {
            var by = review.ResolvedBy is { } who ? $"{texts.By} {who}" : null;
            yield return new TimelineItem(at, Tone.Plain,
                NoticePages.Fill(texts.CaseResolved, texts.ResolutionName(review.Resolution ?? "")),
                string.Join(" · ", new[] { by, review.Remark }.OfType<string>()), link);
        }
    }

    private static TimelineItem Of(StoredDelivery delivery, PaymentStory story, ConsoleTexts texts)
    {
        var tries = story.Tries.Where(entry => entry.DeliveryId == delivery.Id).ToList();
        var title = delivery.Kind switch
        {
            HandlerDeliveries.KindName => texts.HandlerTold,
            CallbackDeliveries.KindName => texts.CallbackSent,
            _ => texts.AttemptOrdered,
        };
        var (tone, state) = delivery.State switch
        {
            "done" => (Tone.Plain, texts.DeliveryDone),
            "dead" => (Tone.Bad, texts.DeliveryDead),
            _ => (tries.Count > 0 ? Tone.Warn : Tone.Plain, texts.DeliveryDue),
        };
        return new TimelineItem(
            tries.Count > 0 ? tries[^1].At : delivery.CreatedAt, tone, $"{title} – {state}",
            string.Join(" · ", new[] { delivery.Target, delivery.EventType }.Where(part => !string.IsNullOrEmpty(part))),
            More: tries.Count == 0 ? null : [.. tries.Select(entry => Line(entry, texts))]);
    }

    private static string Line(StoredTry entry, ConsoleTexts texts) => string.Join(" · ", new[]
    {
        $"#{entry.No.ToString(CultureInfo.InvariantCulture)} {Wib.DateAndTime(entry.At, texts.Language)}",
        entry.Ok ? "OK" : null,
        entry.StatusCode is { } status ? $"HTTP {status.ToString(CultureInfo.InvariantCulture)}" : null,
        $"{entry.DurationMs.ToString(CultureInfo.InvariantCulture)} ms",
        entry.Error,
    }.OfType<string>());
}
