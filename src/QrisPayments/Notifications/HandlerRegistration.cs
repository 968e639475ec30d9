namespace QrisPayments.Notifications;

/// <summary>A handler that the host has registered.</summary>
/// <param name="Type">Its class.</param>
/// <param name="Order">Lower is delivered first when several wait.</param>
internal sealed record HandlerRegistration(Type Type, int Order = 0)
{
    /// <summary>Its name in the outbox. Stable over releases as long as the class keeps its name.</summary>
    public string Name => Type.FullName!;
}
