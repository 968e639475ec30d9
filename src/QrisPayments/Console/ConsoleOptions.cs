namespace QrisPayments.Console;

/// <summary>Names of the host's authorization policies for the console; a role without one is refused.</summary>
public sealed class ConsoleOptions
{
    /// <summary>May look.</summary>
    public string? ViewerPolicy { get; set; }

    /// <summary>May resolve reviews.</summary>
    public string? OperatorPolicy { get; set; }

    /// <summary>May change settings.</summary>
    public string? OwnerPolicy { get; set; }
}
