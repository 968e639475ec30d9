namespace QrisPayments.Payments;

/// <summary>What happens to money that was sent after a payment had ended.</summary>
public enum LatePolicy
{
    /// <summary>A person decides.</summary>
    Review,

    /// <summary>It makes the payment paid, marked late.</summary>
    Accept,
}
