using Microsoft.AspNetCore.Http;
using QrisPayments.Foundation;

namespace QrisPayments;

/// <summary>Names the visitor who asks the shop for a payment, for <see cref="NewPayment.Visitor"/>.</summary>
public static class PaymentVisitor
{
    /// <summary>
    /// The request's address; of IPv6 its network of 64 bits, all of whose addresses are one customer's. Null where the request has none.
    /// Behind a proxy it is the visitor's only if the host believes the proxy (<c>UseForwardedHeaders</c>); without that, all visitors
    /// are one.
    /// </summary>
    public static string? Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Connection.RemoteIpAddress is { } address ? ClientNetwork.Of(address).ToString() : null;
    }
}
