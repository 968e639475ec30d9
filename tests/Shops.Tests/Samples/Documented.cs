using System.Text.Json;
using System.Text.RegularExpressions;

namespace QrisPayments.Shops.Tests.Samples;

/// <summary>The answers that stand in the gateways' texts.</summary>
internal static partial class Documented
{
    /// <summary>An answer as the text prints it, without its remarks (WIRE M9).</summary>
    public static JsonElement Read(string path) =>
        JsonDocument.Parse(Remark().Replace(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", path)), "")).RootElement;

    /// <summary>Every member of the documented answer is there, in its order and with its type; ours may have more.</summary>
    public static void HasShapeOf(this JsonElement answer, string path) => Compare(Read(path), answer, "answer", answer);

    private static void Compare(JsonElement documented, JsonElement given, string where, JsonElement whole)
    {
        Assert.True(Kind(documented) == Kind(given), $"{where} is {given.ValueKind} and was documented as {documented.ValueKind}: {whole}");
        if (documented.ValueKind == JsonValueKind.Array && documented.GetArrayLength() > 0)
        {
            foreach (var element in given.EnumerateArray()) Compare(documented[0], element, where + "[]", whole);
        }
        if (documented.ValueKind != JsonValueKind.Object) return;
        var names = given.EnumerateObject().Select(member => member.Name).ToList();
        foreach (var member in documented.EnumerateObject())
        {
            Assert.True(names.Contains(member.Name), $"{where}.{member.Name} is missing: {whole}");
            Compare(member.Value, given.GetProperty(member.Name), $"{where}.{member.Name}", whole);
        }
        var inOrder = documented.EnumerateObject().Select(member => member.Name).ToList();
        Assert.Equal(inOrder, names.Where(inOrder.Contains));
    }

    private static string Kind(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? "boolean" : value.ValueKind.ToString();

    // After a member's end only: an address inside a text has two slashes, too.
    [GeneratedRegex(@"(?<=[,""\d}\]])[ \t]*//[^\r\n]*$", RegexOptions.Multiline)]
    private static partial Regex Remark();
}
