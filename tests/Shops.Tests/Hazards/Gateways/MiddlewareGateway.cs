namespace QrisPayments.Shops.Tests.Hazards;

/// <summary>
/// The middleware in front of Midtrans (midtrans-middleware.txt): redirects, tells states without amounts, sends nothing.
/// </summary>
internal sealed class MiddlewareGateway() : FakeGateway("midtrans-middleware", Nobody)
{
    /// <summary>No customer has picked a way to pay yet: Midtrans knows no transaction (WIRE W3).</summary>
    public const string Nobody = "";

    public override bool IsCreate(StubRequest request) => request.Target == "/charge";

    protected override IEnumerable<(string, string)> Settings(Uri address) =>
        [("BaseUrl", address.AbsoluteUri), ("AppCode", "biling"), ("ApiKey", "fake-middleware-key")];

    protected override GatewayReply Answer(StubRequest request)
    {
        if (!IsCreate(request))
            return Find(request.Target.Split('/')[^1]) is { Status: not Nobody } known
                ? Json(Recorded("midtrans-middleware/status.json", answer => answer["transaction_status"] = known.Status))
                : GatewayReply.Html("<!doctype html><title>404 Not Found</title>", 404);
        var asked = Body(request);
        var (order, amount) = (asked.GetProperty("order_id").GetString()!, asked.GetProperty("amount").GetInt64());
        if (Find(order) is not null) return GatewayReply.Json("""{"error":"order_id has already been taken"}""", 400);
        Enter(_ => new Order { Reference = order, Ours = order, Amount = amount, Total = amount });
        return Json(Recorded("midtrans-middleware/charged.json", static _ => { }), 201);
    }
}
