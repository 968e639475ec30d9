namespace QrisPayments.Codec;

/// <summary>One thing a payload (or a request to change it) was found to be.</summary>
public sealed record QrisFinding
{
    /// <summary>Stable name of the rule in snake_case; see <see cref="QrisRules"/>.</summary>
    public required string Code { get; init; }

    /// <summary>Ids that lead to the object, such as <c>26.01</c>; empty for the text as a whole.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// Where it stands in the text as given, in UTF-16 units from 0. A malformed object is named by its header, a wrong
    /// value by its first character, a missing object by the end of the level where it is missing, a finding about a request by 0.
    /// </summary>
    public required int Offset { get; init; }

    /// <summary>Its severity under the profile of the check.</summary>
    public required QrisSeverity Severity { get; init; }

    /// <summary>What is right, in English; null when the message says it all.</summary>
    public string? Expected { get; init; }

    /// <summary>
    /// What stands there, at most 64 characters, control and direction marks written as <c>\u200F</c>; null when something is missing.
    /// </summary>
    public string? Found { get; init; }

    /// <summary>What is wrong, in English.</summary>
    public required string Message { get; init; }

    /// <summary>What is wrong, in Indonesian (<c>id</c> as the language).</summary>
    public required string MessageId { get; init; }
}
