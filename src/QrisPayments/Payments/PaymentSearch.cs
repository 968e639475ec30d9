using System.Globalization;

namespace QrisPayments.Payments;

/// <summary>
/// One box for what people have at hand: a payment's id, an order's number or its beginning, a gateway's reference, the total
/// in a bank's app. Each is looked up by its own index.
/// </summary>
internal sealed record PaymentSearch
{
    // At most 500 of one beginning or total: more than anybody reads. Wrapped, because SQLite takes no LIMIT inside a UNION.
    public const string Join = """

        JOIN (SELECT id FROM qris_payments WHERE id = @text
              UNION SELECT id FROM (SELECT id FROM qris_payments WHERE order_id >= @text AND order_id < @textEnd
                ORDER BY order_id LIMIT 500) orders
              UNION SELECT payment_id FROM qris_attempts WHERE provider_ref = @text
              UNION SELECT payment_id FROM (SELECT payment_id FROM qris_attempts
                WHERE total_amount = @total LIMIT 500) totals) found ON found.id = p.id
        """;

    public required string Text { get; init; }

    /// <summary>Greater than everything that begins with the text.</summary>
    public string TextEnd => Text + "\U0010FFFF";

    /// <summary>The text as rupiah (<c>50347</c>, <c>50.347</c>, <c>Rp 50.347</c>), or -1, which no total is.</summary>
    public long Total { get; init; } = -1;

    public static PaymentSearch For(string text)
    {
        var digits = text.StartsWith("Rp", StringComparison.OrdinalIgnoreCase) ? text[2..].Trim() : text;
        digits = digits.Replace(".", "", StringComparison.Ordinal);
        return new PaymentSearch
        {
            Text = text,
            Total = digits.Length is > 0 and <= 15 && digits.All(char.IsAsciiDigit) ? long.Parse(digits, CultureInfo.InvariantCulture) : -1,
        };
    }
}
