using System.Reflection;
using System.Text.RegularExpressions;
using QrisPayments.Theming;

namespace QrisPayments.Tests.Theming;

public sealed partial class PageTextsTests
{
    private static readonly PropertyInfo[] Words = typeof(PageTexts).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    [Fact]
    public void Every_text_stands_in_both_languages_with_the_same_places_to_fill()
    {
        Assert.True(Words.Length > 50);
        foreach (var word in Words)
        {
            var (indonesian, english) = (Lines(word, PageTexts.Indonesian), Lines(word, PageTexts.English));
            Assert.Equal(indonesian.Count, english.Count);
            foreach (var (left, right) in indonesian.Zip(english))
            {
                Assert.False(string.IsNullOrWhiteSpace(left), $"{word.Name} is empty in Indonesian.");
                Assert.False(string.IsNullOrWhiteSpace(right), $"{word.Name} is empty in English.");
                Assert.Equal(Places(left), Places(right));
            }
        }
    }

    /// <summary>A text that was copied and forgotten would read the same; these may.</summary>
    [Fact]
    public void No_text_was_left_in_the_other_language()
    {
        string[] alike = [nameof(PageTexts.Sum)];
        var same = Words.Where(word => Lines(word, PageTexts.Indonesian).SequenceEqual(Lines(word, PageTexts.English)))
            .Select(word => word.Name);
        Assert.Equal(alike, same);
    }

    [Fact]
    public void Each_language_names_the_other()
    {
        Assert.Equal(["id", "en"], PageTexts.Languages);
        foreach (var language in PageTexts.Languages)
        {
            var texts = PageTexts.For(language);
            Assert.Equal(language, texts.Language);
            Assert.Equal(language, PageTexts.For(texts.OtherLanguage).OtherLanguage);
        }
    }

    private static IReadOnlyList<string> Lines(PropertyInfo word, PageTexts texts) => word.GetValue(texts) switch
    {
        string text => [text],
        IReadOnlyList<string> list => list,
        var other => throw new InvalidOperationException($"{word.Name} is a {other?.GetType()}."),
    };

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(match => match.Value).Order();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Place();
}
