using System.Reflection;
using QrisPayments.Admin;
using QrisPayments.Matching;

namespace QrisPayments.Tests.Admin;

public sealed class AdminTextsTests
{
    private static readonly PropertyInfo[] Words = [.. typeof(AdminTexts).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(word => word.PropertyType == typeof(string))];

    [Fact]
    public void Every_text_stands_in_both_languages_with_the_same_places_to_fill()
    {
        Assert.True(Words.Length > 150);
        foreach (var word in Words)
        {
            var (indonesian, english) = ((string)word.GetValue(AdminTexts.Indonesian)!, (string)word.GetValue(AdminTexts.English)!);
            Assert.False(string.IsNullOrWhiteSpace(indonesian), word.Name);
            Assert.False(string.IsNullOrWhiteSpace(english), word.Name);
            Assert.Equal(indonesian.Contains("{0}", StringComparison.Ordinal), english.Contains("{0}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void No_text_was_left_in_the_other_language()
    {
        string[] alike = ["Folder", "Status", "Total"];
        Assert.Equal(alike, Words.Where(word => Equals(word.GetValue(AdminTexts.Indonesian), word.GetValue(AdminTexts.English))).Select(word => word.Name).Order());
    }

    [Fact]
    public void Every_kind_of_case_has_a_name_and_says_what_to_do_in_both_languages()
    {
        var kinds = typeof(ReviewKinds).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToList();
        Assert.Contains(ReviewKinds.Doubtful, kinds);
        foreach (var kind in kinds)
        {
            Assert.NotEqual(kind, AdminTexts.English.KindName(kind));
            Assert.NotEqual(AdminTexts.English.KindName(kind), AdminTexts.Indonesian.KindName(kind));
            Assert.NotEmpty(AdminTexts.English.KindHelp(kind));
            Assert.NotEqual(AdminTexts.English.KindHelp(kind), AdminTexts.Indonesian.KindHelp(kind));
        }
    }
}
