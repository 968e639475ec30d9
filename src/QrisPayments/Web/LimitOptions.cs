namespace QrisPayments.Web;

/// <summary>How much one client may ask (<c>QrisPayments:Limits</c>).</summary>
public sealed class LimitOptions
{
    /// <summary>Requests a second that one app may keep up.</summary>
    public int RequestsPerSecond { get; set; } = 100;

    /// <summary>Requests that it may make at once after a quiet time.</summary>
    public int Burst { get; set; } = 1000;

    /// <summary>
    /// Requests a second to one payment's checkout pages; and at a gateway's facade, wrong references and pictures a second of one address.
    /// </summary>
    public int CheckoutPerSecond { get; set; } = 20;

    /// <summary>
    /// Requests to one payment's checkout pages at once; and at a gateway's facade, wrong references and pictures of one address.
    /// </summary>
    public int CheckoutBurst { get; set; } = 100;

    /// <summary>
    /// Payments that one visitor (<see cref="NewPayment.Visitor"/>) may have open at once; 0 for any number. Payments without a visitor,
    /// as all of the API's and the facades' are, count for none.
    /// </summary>
    public int OpenPerVisitor { get; set; } = 20;

    /// <summary>Requests a second that one person may make in the console.</summary>
    public int ConsolePerSecond { get; set; } = 20;

    /// <summary>Requests that one person may make in the console at once.</summary>
    public int ConsoleBurst { get; set; } = 200;
}
