using System.Reflection;
using QrisPayments.Console;
using QrisPayments.Reviews;

namespace QrisPayments.Tests.Console;

public sealed class ConsoleTextsTests
{
    private static readonly PropertyInfo[] Words =
        [.. typeof(ConsoleTexts).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(word => word.PropertyType == typeof(string))];

    [Fact]
    public void Every_text_stands_in_both_languages_with_the_same_places_to_fill()
    {
        Assert.True(Words.Length > 150);
        foreach (var word in Words)
        {
            var (indonesian, english) = ((string)word.GetValue(ConsoleTexts.Indonesian)!, (string)word.GetValue(ConsoleTexts.English)!);
            Assert.False(string.IsNullOrWhiteSpace(indonesian), word.Name);
            Assert.False(string.IsNullOrWhiteSpace(english), word.Name);
            Assert.Equal(indonesian.Contains("{0}", StringComparison.Ordinal), english.Contains("{0}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void What_is_counted_is_said_of_one_in_the_singular_and_of_others_in_the_plural()
    {
        var counts = typeof(ConsoleTexts).GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(word => word.ReturnType == typeof(string)
                && word.GetParameters() is [{ ParameterType: var type }] && type == typeof(long))
            .ToList();
        Assert.Contains(counts, word => word.Name == nameof(ConsoleTexts.DisputesOpen));
        foreach (var word in counts)
        {
            string Of(ConsoleTexts texts, long count) => (string)word.Invoke(texts, [count])!;
            Assert.StartsWith("1 ", Of(ConsoleTexts.English, 1), StringComparison.Ordinal);
            Assert.NotEqual(Of(ConsoleTexts.English, 1)[1..], Of(ConsoleTexts.English, 3)[1..]);
            Assert.Equal(Of(ConsoleTexts.English, 0)[1..], Of(ConsoleTexts.English, 3)[1..]);
            Assert.Equal(Of(ConsoleTexts.Indonesian, 1)[1..], Of(ConsoleTexts.Indonesian, 3)[1..]);
            Assert.NotEqual(Of(ConsoleTexts.English, 3), Of(ConsoleTexts.Indonesian, 3));
        }
    }

    [Fact]
    public void No_text_was_left_in_the_other_language()
    {
        string[] alike = ["Folder", "Status", "Total"];
        Assert.Equal(alike, Words.Where(word => Equals(word.GetValue(ConsoleTexts.Indonesian), word.GetValue(ConsoleTexts.English)))
            .Select(word => word.Name).Order());
    }

    [Fact]
    public void Every_kind_of_case_has_a_name_and_says_what_to_do_in_both_languages()
    {
        var kinds = typeof(ReviewKinds).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToList();
        Assert.Contains(ReviewKinds.Doubtful, kinds);
        foreach (var kind in kinds)
        {
            Assert.NotEqual(kind, ConsoleTexts.English.KindName(kind));
            Assert.NotEqual(ConsoleTexts.English.KindName(kind), ConsoleTexts.Indonesian.KindName(kind));
            Assert.NotEmpty(ConsoleTexts.English.KindHelp(kind));
            Assert.NotEqual(ConsoleTexts.English.KindHelp(kind), ConsoleTexts.Indonesian.KindHelp(kind));
        }
    }
}
