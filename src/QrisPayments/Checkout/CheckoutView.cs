using System.Globalization;
using Microsoft.AspNetCore.Html;
using QrisPayments.Payments;
using QrisPayments.Reviews;
using QrisPayments.Theming;

namespace QrisPayments.Checkout;

/// <summary>What the views compute while they write.</summary>
internal static class CheckoutView
{
    /// <summary>Seconds between reloads where no script runs.</summary>
    public const int ReloadEvery = 20;

    /// <summary>After a payment that was just made: enough to read the page, and the customer may stop it.</summary>
    private const int ReturnAfter = 12;
    private static readonly TimeSpan JustPaid = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Total in two parts where its last three digits are the unique code alone (<c>Rp50.</c>, <c>347</c>); else the
    /// second part is empty.
    /// </summary>
    public static (string Head, string Code) Split(Payment payment)
    {
        var total = Rupiah.Format(payment.TotalAmount ?? payment.Amount);
        return payment is { UniqueCode: > 0 and < 1000, Fee: 0 } && payment.Amount % 1000 == 0
            ? (total[..^3], total[^3..])
            : (total, "");
    }

    /// <summary>A text with its <c>{0}</c> in bold; both are encoded.</summary>
    public static IHtmlContent Strong(string text, string value)
    {
        var html = new HtmlContentBuilder();
        var at = text.IndexOf("{0}", StringComparison.Ordinal);
        return at < 0
            ? html.Append(text)
            : html.Append(text[..at]).AppendHtml("<strong>").Append(value).AppendHtml("</strong>").Append(text[(at + 3)..]);
    }

    public static string Fill(string text, string value) => text.Replace("{0}", value, StringComparison.Ordinal);

    /// <summary>Whether the page may still turn into another state by itself.</summary>
    public static bool Reloads(CheckoutState state) =>
        state is CheckoutState.Preparing or CheckoutState.Pending or CheckoutState.Review;

    public static string StateName(CheckoutState state) =>
        state switch
        {
            CheckoutState.Preparing => "preparing",
            CheckoutState.Pending => "pending",
            CheckoutState.Review => "review",
            CheckoutState.Paid => "paid",
            CheckoutState.Expired => "expired",
            CheckoutState.Cancelled => "cancelled",
            _ => "failed",
        };

    public static string Title(CheckoutState state, PageTexts texts, bool isReplaced = false) =>
        state switch
        {
            CheckoutState.Cancelled or CheckoutState.Expired or CheckoutState.Failed when isReplaced => texts.ReplacedTitle,
            CheckoutState.Preparing => texts.PreparingTitle,
            CheckoutState.Pending => texts.Waiting,
            CheckoutState.Review => texts.ReviewTitle,
            CheckoutState.Paid => texts.PaidTitle,
            CheckoutState.Expired => texts.ExpiredTitle,
            CheckoutState.Cancelled => texts.CancelledTitle,
            _ => texts.FailedTitle,
        };

    /// <summary>Heading and text of a page that can only wait; a payment that could not be opened says why, at once.</summary>
    public static (string Title, string Text) Wait(CheckoutModel model, PageTexts texts) => model switch
    {
        { State: CheckoutState.Review } => (texts.ReviewTitle, texts.ReviewText),
        { Payment.WaitsFor: Waits.Total } => (texts.BusyTitle, texts.BusyText),
        { Payment.WaitsFor: Waits.Provider } => (texts.ClosedTitle, texts.ClosedText),
        _ => (texts.PreparingTitle, texts.PreparingText),
    };

    /// <summary>Seconds after which the script leads back to the shop, or null: a customer who reopens the page is not sent away.</summary>
    public static int? ReturnSeconds(CheckoutModel model) =>
        model is { State: CheckoutState.Paid, Links.Back: not null, Payment.PaidAt: { } paid } && model.Now - paid < JustPaid
            ? ReturnAfter
            : null;

    /// <summary>Whole seconds; the script counts down from here by its own steady clock.</summary>
    public static string Seconds(TimeSpan span) =>
        ((long)Math.Max(0, Math.Ceiling(span.TotalSeconds))).ToString(CultureInfo.InvariantCulture);

    public static string FileName(Payment payment) =>
        "QRIS-" + string.Concat(payment.OrderId.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) + ".png";
}
