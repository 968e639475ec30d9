namespace QrisPayments.Console;

/// <summary>
/// What a user may do in the console; each role may do what stands before it. <see cref="ConsoleEndpoints"/> says which page needs which,
/// <see cref="ConsoleAccess"/> who has it.
/// </summary>
internal enum ConsoleRole
{
    /// <summary>Look.</summary>
    Viewer,

    /// <summary>Resolve reviews.</summary>
    Operator,

    /// <summary>Plugins and settings.</summary>
    Owner,
}
