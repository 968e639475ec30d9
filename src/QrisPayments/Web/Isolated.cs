using Microsoft.AspNetCore.Html;
using QrisPayments.Foundation;

namespace QrisPayments.Web;

/// <summary>
/// A text of others within a line of ours: encoded, cleaned, and in an element of its own (<c>bdi</c>), so that a name in Hebrew or Arabic
/// moves no amount that stands beside it.
/// </summary>
internal static class Isolated
{
    public static IHtmlContent Text(string? text) =>
        new HtmlContentBuilder().AppendHtml("<bdi>").Append(CleanText.Of(text ?? "")).AppendHtml("</bdi>");

    /// <summary>A sentence of ours with the text in the place of its <c>{0}</c>.</summary>
    public static IHtmlContent Within(string sentence, string text)
    {
        var html = new HtmlContentBuilder();
        var at = sentence.IndexOf("{0}", StringComparison.Ordinal);
        return at < 0 ? html.Append(sentence) : html.Append(sentence[..at]).AppendHtml(Text(text)).Append(sentence[(at + 3)..]);
    }
}
