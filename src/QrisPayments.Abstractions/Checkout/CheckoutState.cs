namespace QrisPayments.Checkout;

/// <summary>What checkout shows.</summary>
public enum CheckoutState
{
    /// <summary>The attempt is being opened.</summary>
    Preparing,

    /// <summary>The customer can pay.</summary>
    Pending,

    /// <summary>A person checks whether the money came.</summary>
    Review,

    /// <summary>The money was seen.</summary>
    Paid,

    /// <summary>Its time ran out.</summary>
    Expired,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>No provider could open it.</summary>
    Failed,
}
