using System.Text.Json;
using QrisPayments.Gateways.Tests;

namespace QrisPayments.Shops.Tests.Samples;

/// <summary>The answers that stand in the gateways' texts.</summary>
internal static class Documented
{
    /// <summary>An answer as the text prints it, without its remarks (WIRE M9).</summary>
    public static JsonElement Read(string path) =>
        JsonDocument.Parse(Fixture.ReadWithoutRemarks(path)).RootElement;

    /// <summary>Every member of the documented answer is there with its type; ours may have more.</summary>
    public static void HasShapeOf(this JsonElement answer, string path) => Compare(Read(path), answer, "answer", answer);

    private static void Compare(JsonElement documented, JsonElement given, string where, JsonElement whole)
    {
        Assert.True(Kind(documented) == Kind(given), $"{where} is {given.ValueKind} and was documented as {documented.ValueKind}: {whole}");
        if (documented.ValueKind == JsonValueKind.Array && documented.GetArrayLength() > 0)
        {
            foreach (var element in given.EnumerateArray()) Compare(documented[0], element, where + "[]", whole);
        }
        if (documented.ValueKind != JsonValueKind.Object) return;
        foreach (var member in documented.EnumerateObject())
        {
            Assert.True(given.TryGetProperty(member.Name, out var own), $"{where}.{member.Name} is missing: {whole}");
            Compare(member.Value, own, $"{where}.{member.Name}", whole);
        }
    }

    private static string Kind(JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? "boolean" : value.ValueKind.ToString();
}
