namespace QrisPayments.Foundation;

/// <summary>Whether money is real.</summary>
public enum PaymentMode
{
    /// <summary>Real money.</summary>
    Live,

    /// <summary>Simulated money; for development and staging.</summary>
    Sandbox,
}
