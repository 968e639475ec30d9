namespace QrisPayments.TestNode;

/// <summary>What a node says on its standard output for the test that started it.</summary>
public static class NodeSignals
{
    /// <summary>Followed by its address.</summary>
    public const string Listening = "NODE listening on ";

    /// <summary>The handler has written and holds its transaction open, until somebody kills the process.</summary>
    public const string Holding = "NODE holding";

    /// <summary>The variable that names the type of event to hold at.</summary>
    public const string HoldAt = "NODE_HOLD_AT";

    /// <summary>The variable that makes it a <c>ContraryHost</c>, and names its culture.</summary>
    public const string Contrary = "NODE_CONTRARY";
}
