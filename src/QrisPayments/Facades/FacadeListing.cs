using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Storage;

namespace QrisPayments.Facades;

/// <summary>One question for a page of a facade's payments, as SQL.</summary>
internal sealed record FacadeListing(string Facade, string App, FacadeQuery Query)
{
    private int Limit => Math.Clamp(Query.Limit, 1, 100);

    public string Page => $"{FacadeRow.SelectBoth} WHERE {Where} ORDER BY f.created_at DESC, f.payment_id DESC LIMIT @limit OFFSET @offset";

    public string Count => $"SELECT COUNT(*) FROM qris_facade_payments f JOIN qris_payments p ON p.id = f.payment_id WHERE {Where}";

    // FacadePayment.State, as SQL.
    private const string State =
        "CASE WHEN p.status = 'paid' THEN 'paid' WHEN p.review IS NOT NULL THEN 'pending' WHEN p.status = 'failed' THEN "
            + "'cancelled' ELSE p.status END";

    private string Where
    {
        get
        {
            List<string> conditions = ["f.app = @app AND f.facade = @facade AND f.reference IS NOT NULL"];
            if (Query.Statuses.Count > 0) conditions.Add($"{State} IN @statuses");
            if (Query.Method is not null) conditions.Add("f.method = @method");
            if (Query.PaidVia is not null) conditions.Add("p.status = 'paid' AND f.method = @paidVia");
            if (Query.From is not null) conditions.Add("f.created_at >= @from");
            if (Query.To is not null) conditions.Add("f.created_at < @to");
            // Texts are searched without case by themselves; a reference is kept byte for byte, which MySQL minds and SQLite does not.
            // No text holds a NUL, and SQLite ends the pattern at it: the whole list would be found.
            if (Query.Search?.Contains('\0', StringComparison.Ordinal) == true) conditions.Add("1 = 0");
            else if (!string.IsNullOrEmpty(Query.Search))
                conditions.Add("""
                    (LOWER(f.reference) LIKE LOWER(@search) ESCAPE '!' OR p.description LIKE @search ESCAPE '!'
                    OR p.customer_name LIKE @search ESCAPE '!'
                     OR p.customer_email LIKE @search ESCAPE '!' OR p.customer_phone LIKE @search ESCAPE '!')
                    """);
            return string.Join(" AND ", conditions);
        }
    }

    public object Parameters => new
    {
        app = App,
        facade = Facade,
        statuses = Query.Statuses.Select(status => status.Text()).ToArray(),
        method = Query.Method,
        paidVia = Query.PaidVia,
        from = Query.From is { } from ? Midnight(from).ToDb() : (DateTime?)null,
        // The day itself belongs to it.
        to = Query.To is { } to ? Midnight(to < DateOnly.MaxValue ? to.AddDays(1) : to).ToDb() : (DateTime?)null,
        search = Query.Search is { } text
            ? "%" + text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal)
                .Replace("_", "!_", StringComparison.Ordinal) + "%"
            : null,
        limit = Limit,
        offset = (Math.Clamp(Query.Page, 1, 1_000_000) - 1) * (long)Limit,
    };

    /// <summary>When a day begins in Western Indonesian Time.</summary>
    public static DateTimeOffset Midnight(DateOnly day) => new(Within(day).ToDateTime(TimeOnly.MinValue), Wib.Offset);

    // At its very ends the calendar has no room for a zone, nor MySQL for a date.
    private static DateOnly Within(DateOnly day) => day < Earliest ? Earliest : day > Latest ? Latest : day;

    private static readonly DateOnly Earliest = new(2000, 1, 1);
    private static readonly DateOnly Latest = new(9000, 1, 1);
}
