namespace QrisPayments.Outbox;

/// <summary>A handler that the host has registered.</summary>
internal sealed record HandlerRegistration(Type Type)
{
    /// <summary>Its name in the outbox. Stable over releases as long as the class keeps its name.</summary>
    public string Name => Type.FullName!;
}
