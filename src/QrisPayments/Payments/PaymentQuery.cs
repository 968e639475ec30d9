using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>Which payments a list shows, newest first.</summary>
internal sealed record PaymentQuery
{
    /// <summary>Only this app's; null for all.</summary>
    public string? App { get; init; }

    public string? Status { get; init; }

    public string? OrderId { get; init; }

    /// <summary>The provider of the current attempt.</summary>
    public string? Provider { get; init; }

    /// <summary>What somebody looks for.</summary>
    public PaymentSearch? Search { get; init; }

    /// <summary>Where the page before ended.</summary>
    public (DateTimeOffset CreatedAt, string Id)? After { get; init; }

    public required int Limit { get; init; }

    public string Sql
    {
        get
        {
            List<string> conditions = [];
            if (App is not null) conditions.Add("p.app = @app");
            if (Status is not null) conditions.Add("p.status = @status");
            if (OrderId is not null) conditions.Add("p.order_id = @orderId");
            if (Provider is not null) conditions.Add("a.provider = @provider");
            if (After is not null) conditions.Add("(p.created_at < @afterAt OR (p.created_at = @afterAt AND p.id < @afterId))");
            var where = conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions);
            return PaymentRow.Select + (Search is null ? "" : PaymentSearch.Join) + where
                + " ORDER BY p.created_at DESC, p.id DESC LIMIT @limit";
        }
    }

    public object Parameters => new
    {
        app = App,
        status = Status,
        orderId = OrderId,
        provider = Provider,
        text = Search?.Text,
        textEnd = Search?.TextEnd,
        total = Search?.Total,
        afterAt = After?.CreatedAt.ToDb(),
        afterId = After?.Id,
        limit = Limit,
    };
}
