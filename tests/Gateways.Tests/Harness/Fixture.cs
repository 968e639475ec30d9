using System.Text.RegularExpressions;

namespace QrisPayments.Gateways.Tests;

/// <summary>Recorded payloads: the gateways' own texts, byte for byte.</summary>
internal static partial class Fixture
{
    /// <summary>A payload as it stands in the gateway's text.</summary>
    /// <param name="path">Below Fixtures, such as <c>mamzpay/created.json</c>.</param>
    public static string Read(string path) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", path));

    /// <summary>The same without the remarks that its author wrote into the sample (WIRE M9).</summary>
    public static string ReadWithoutRemarks(string path) => Remark().Replace(Read(path), "");

    // After a member's end only: an address inside a text has two slashes, too.
    [GeneratedRegex(@"(?<=[,""\d}\]])[ \t]*//[^\r\n]*$", RegexOptions.Multiline)]
    private static partial Regex Remark();
}
