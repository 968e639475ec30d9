namespace QrisPayments.Outbox;

/// <summary>What a row of <c>qris_deliveries</c> asks for.</summary>
internal static class DeliveryKinds
{
    /// <summary>Run an <see cref="IPaymentHandler"/>; the target is its name.</summary>
    public const string Handler = "handler";

    /// <summary>POST to the address in the target.</summary>
    public const string Callback = "callback";

    /// <summary>Open the first attempt of a payment that was made inside the host's transaction.</summary>
    public const string Open = "open";

    public static readonly string[] All = [Handler, Callback, Open];
}
