using QrisPayments.Outbox;
using QrisPayments.Plugins;

namespace QrisPayments.Notifications;

/// <summary>Makes callbacks in other shapes than the module's own, such as a gateway's. Its name is what the delivery needs.</summary>
internal interface IShapeCallbacks
{
    /// <summary>The shapes that this node can make at this moment.</summary>
    IReadOnlyCollection<string> Shapes { get; }

    /// <summary>What is to be sent, or how it ended without.</summary>
    Task<ShapedCallback> MakeAsync(string shape, Delivery delivery, DeliveryArgs args, CancellationToken cancellationToken);
}

/// <summary>What becomes of a callback in another shape: exactly one of the nested records.</summary>
internal abstract record ShapedCallback
{
    private ShapedCallback() { }

    public sealed record ToSend(FacadeCallback Callback) : ShapedCallback;

    /// <summary>It is told in the module's own shape.</summary>
    public sealed record Ours : ShapedCallback;

    /// <summary>Nothing is sent.</summary>
    public sealed record Ended(DeliveryResult Result) : ShapedCallback;
}
