namespace QrisPayments.Codec;

/// <summary>One thing a payload (or a request to change it) was found to be.</summary>
/// <param name="Code">Stable name of the rule in snake_case; see <see cref="QrisRules"/>.</param>
/// <param name="Path">Ids that lead to the object, such as <c>26.01</c>; empty for the text as a whole.</param>
/// <param name="Offset">
/// Where it stands in the text as given, in UTF-16 units from 0. A malformed object is named by its header, a wrong
/// value by its first character, a missing object by the end of the level it is missed in, a finding about a request by 0.
/// </param>
/// <param name="Severity">Weight under the profile asked for.</param>
/// <param name="Expected">What is right, in English; null when there is no more to say than the message.</param>
/// <param name="Found">What stands there, at most 64 characters, control and direction marks written as <c>\u200F</c>; null when something is missing.</param>
/// <param name="Message">What is wrong, in English.</param>
/// <param name="MessageId">What is wrong, in Indonesian (<c>id</c> as the language).</param>
public sealed record QrisFinding(
    string Code,
    string Path,
    int Offset,
    QrisSeverity Severity,
    string? Expected,
    string? Found,
    string Message,
    string MessageId);
