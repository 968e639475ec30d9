using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;

namespace QrisPayments.Theming;

/// <summary>In which language to answer: what the address asks for, else what the browser prefers, else Indonesian.</summary>
internal static class PageLanguage
{
    public const string Default = "id";

    /// <summary>The language in the address, or null.</summary>
    public static string? Asked(HttpRequest request) =>
        PageTexts.Languages.FirstOrDefault(language => request.Query["lang"] == language);

    public static string Of(HttpRequest request) => Asked(request) ?? Preferred(request.GetTypedHeaders()) ?? Default;

    private static string? Preferred(RequestHeaders headers) =>
        headers.AcceptLanguage
            .Where(entry => entry.Quality is not 0)
            .OrderByDescending(entry => entry.Quality ?? 1)
            .Select(entry => Known(entry.Value.ToString()))
            .FirstOrDefault(language => language is not null);

    // "in" is what old Android phones call Indonesian.
    private static string? Known(string tag) =>
        tag.Split('-', 2)[0].ToLowerInvariant() switch
        {
            "id" or "in" => "id",
            "en" => "en",
            _ => null,
        };
}
