namespace QrisPayments.Console;

/// <summary>What a user may do in the console; each role may do what stands before it.</summary>
internal enum ConsoleRole
{
    /// <summary>Look.</summary>
    Viewer,

    /// <summary>Resolve reviews.</summary>
    Operator,

    /// <summary>Plugins and settings.</summary>
    Owner,
}
