using System.Globalization;
using Microsoft.AspNetCore.Html;
using QrisPayments.Codec;
using QrisPayments.Gateways;
using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Reviews;

namespace QrisPayments.Console;

/// <summary>What the views compute while they write.</summary>
internal static class ConsoleView
{
    /// <summary>The hidden field that every form carries.</summary>
    public static IHtmlContent Token(ConsoleRequest request)
    {
        var html = new HtmlContentBuilder();
        return request.Token is not { RequestToken: { } token } set
            ? html
            : html.AppendHtml("<input type=\"hidden\" name=\"")
                .Append(set.FormFieldName).AppendHtml("\" value=\"").Append(token).AppendHtml("\">");
    }

    /// <summary>Today the time says enough; before that the day does.</summary>
    public static string Short(DateTimeOffset at, ConsoleRequest request) =>
        at >= Overview.StartOfDay(request.Now) ? Wib.Time(at, request.Texts.Language)
        : at.ToOffset(Wib.Offset).Year == request.Now.ToOffset(Wib.Offset)
            .Year ? $"{DayAndMonth(at, request)}, {Wib.Time(at, request.Texts.Language)[..5]}"
        : $"{DayAndMonth(at, request)} {at.ToOffset(Wib.Offset).Year.ToString(CultureInfo.InvariantCulture)}";

    public static string Full(DateTimeOffset at, ConsoleRequest request) => Wib.DateAndTime(at, request.Texts.Language);

    /// <summary>With seconds, where the order of things matters.</summary>
    public static string Exact(DateTimeOffset at, ConsoleRequest request) =>
        $"{DayAndMonth(at, request)}, {at.ToOffset(Wib.Offset).ToString(
            request.Texts.Language == "en" ? "HH':'mm':'ss" : "HH'.'mm'.'ss", CultureInfo.InvariantCulture)}";

    public static string Machine(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Fill(string text, string value) => NoticePages.Fill(text, value);

    public static string Number(long number) => Rupiah.Digits(number);

    /// <summary>The colour of a status.</summary>
    public static string Tone(string status) => status switch
    {
        Statuses.Paid or Outcomes.Matched => "good",
        Statuses.Pending or AttemptStates.Open or AttemptStates.Creating => "brand",
        Statuses.Failed or AttemptStates.Rejected => "bad",
        AttemptStates.Unknown or Outcomes.Unmatched or Outcomes.Review => "warn",
        _ => "off",
    };

    /// <summary>The colour of where a refund stands.</summary>
    public static string Tone(RefundStatus status) => status switch
    {
        RefundStatus.Done => "good",
        RefundStatus.Failed => "bad",
        RefundStatus.Unknown => "warn",
        _ => "brand",
    };

    /// <summary>The colour of where a webhook stands.</summary>
    public static string Tone(WebhookLine webhook) => webhook switch
    {
        { State: WebhookStates.Applied } => "good",
        { State: WebhookStates.Verified or WebhookStates.Received } => "brand",
        { Verdict: WebhookVerdicts.Forged or WebhookVerdicts.Hint } => "off",
        _ => "warn",
    };

    /// <summary>A plugin's link, if it is one that a browser may follow.</summary>
    public static string? WebLink(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? uri.AbsoluteUri : null;

    private static string DayAndMonth(DateTimeOffset at, ConsoleRequest request)
    {
        var parts = Wib.Date(at, request.Texts.Language).Split(' ');
        return $"{parts[0]} {parts[1][..Math.Min(3, parts[1].Length)]}";
    }
}
