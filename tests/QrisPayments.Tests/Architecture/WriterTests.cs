using System.Text.RegularExpressions;
using QrisPayments.Gateways;
using QrisPayments.Hosting;
using QrisPayments.Money;
using QrisPayments.Outbox;
using QrisPayments.Payments;
using QrisPayments.Reviews;

namespace QrisPayments.Tests.Architecture;

/// <summary>
/// Every table has one class that inserts into it, and every column one that changes it: UPDATE … SET, ON DUPLICATE KEY
/// UPDATE and ON CONFLICT … DO UPDATE do. Read from the texts in the compiled methods.
/// </summary>
public sealed partial class WriterTests
{
    [Fact]
    public void Every_column_has_one_class_that_changes_it()
    {
        var wrong = from change in Changes()
                    group change.Writer by change.Column into column
                    let writers = column.Distinct().Order(StringComparer.Ordinal).ToList()
                    where writers.Count > 1
                    orderby column.Key
                    select $"{column.Key} is changed by {string.Join(" and by ", writers)}";

        Assert.True(!wrong.Any(), string.Join('\n', wrong.Prepend("A column has one class that changes it (src/README.md):")));
    }

    [Fact]
    public void Every_table_has_one_class_that_inserts_into_it()
    {
        // The script for databases without DDL rights records the same steps as the migrator, and the same owner.
        var wrong = from type in typeof(QrisPaymentsOptions).Assembly.GetTypes()
                    where type.DeclaringType is null && type != typeof(QrisSchema)
                    from table in TypeUses.TextsOf(type).SelectMany(text => Insert().Matches(text))
                        .Select(match => match.Groups["table"].Value).Distinct()
                    group type.FullName by table into table
                    where table.Count() > 1
                    select $"{table.Key} is inserted into by {string.Join(" and by ", table.Order(StringComparer.Ordinal))}";

        Assert.True(!wrong.Any(), string.Join('\n', wrong.Prepend("A table has one class that inserts into it (src/README.md):")));
    }

    [Theory]
    [InlineData("qris_payments.status", "PaymentBook")]
    [InlineData("qris_payments.review", "PaymentBook")]
    [InlineData("qris_payments.refunded_amount", "PaymentBook")]
    [InlineData("qris_payments.refund_reserved", "PaymentBook")]
    [InlineData("qris_refunds.state", "RefundBook")]
    [InlineData("qris_refunds.ledger_no", "RefundLedgerSource")]
    [InlineData("qris_attempts.state", "PaymentBook")]
    [InlineData("qris_attempts.total_amount", "PaymentBook")]
    [InlineData("qris_attempts.shown_at", "PaymentBook")]
    [InlineData("qris_payments.waits_for", "PaymentBook")]
    [InlineData("qris_attempts.poll_at", "GatewayAttempts")]
    [InlineData("qris_credits.outcome", "CreditBook")]
    [InlineData("qris_credits.returned_at", "CreditBook")]
    [InlineData("qris_credits.ledger_no", "CreditLedgerSource")]
    [InlineData("qris_credits.return_no", "ReturnLedgerSource")]
    [InlineData("qris_reviews.state", "ReviewBook")]
    [InlineData("qris_deliveries.state", "DeliveryStore")]
    [InlineData("qris_webhooks.state", "WebhookInbox")]
    public void The_writer_is_the_one_that_the_architecture_names(string column, string writer) =>
        Assert.Equal([writer],
            Changes().Where(change => change.Column == column).Select(change => change.Writer.Split('.')[^1]).Distinct());

    [Theory]
    [InlineData("UPDATE qris_a SET x = 1, y = CASE WHEN z = 2 THEN COALESCE(x, 3) ELSE y END WHERE w = 4", "qris_a.x qris_a.y")]
    [InlineData("UPDATE qris_a SET x = (SELECT MIN(b.y) FROM qris_b b WHERE b.z = 1), v = v + 1", "qris_a.x qris_a.v")]
    [InlineData("INSERT INTO qris_a (x, y) VALUES (1, 2) ON DUPLICATE KEY UPDATE y = VALUES(y)", "qris_a.y")]
    [InlineData("INSERT INTO qris_a (x, y) VALUES (1, 2) ON CONFLICT (x) DO UPDATE SET y = excluded.y", "qris_a.y")]
    [InlineData("UPDATE qris_a a SET x = 1", "qris_a.x")]
    [InlineData("INSERT INTO qris_a (x, y) VALUES (1, 2)", "")]
    public void What_a_statement_changes_is_read_right(string sql, string columns) =>
        Assert.Equal(columns, string.Join(' ', ColumnsOf(sql)));

    private static List<(string Column, string Writer)> Changes() =>
    [
        .. from type in typeof(QrisPaymentsOptions).Assembly.GetTypes()
           where type.DeclaringType is null
           from text in TypeUses.TextsOf(type).Distinct()
           from column in ColumnsOf(text)
           select (column, type.FullName!),
    ];

    private static IEnumerable<string> ColumnsOf(string sql) =>
        from match in Update().Matches(sql).Concat(OnDuplicate().Matches(sql)).Concat(OnConflict().Matches(sql))
        from assignment in Split(match.Groups["set"].Value)
        let name = Assignment().Match(assignment)
        where name.Success
        select $"{match.Groups["table"].Value}.{name.Groups["column"].Value}";

    /// <summary>At commas outside of brackets, up to the WHERE that is the statement's own.</summary>
    private static IEnumerable<string> Split(string set)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i < set.Length; i++)
        {
            if (set[i] == '(') depth++;
            else if (set[i] == ')') depth--;
            if (depth > 0 || (set[i] != ',' && !Where().IsMatch(set, i))) continue;
            yield return set[start..i];
            if (set[i] != ',') yield break;
            start = i + 1;
        }
        yield return set[start..];
    }

    [GeneratedRegex(@"(INSERT|REPLACE)(\s+\w+)?\s+INTO\s+(?<table>qris_\w+)")]
    private static partial Regex Insert();

    [GeneratedRegex(@"UPDATE\s+(?<table>qris_\w+)(\s+(?!SET)\w+)?\s+SET\s+(?<set>.*)", RegexOptions.Singleline)]
    private static partial Regex Update();

    [GeneratedRegex(@"INTO\s+(?<table>qris_\w+).*ON DUPLICATE KEY UPDATE\s+(?<set>.*)", RegexOptions.Singleline)]
    private static partial Regex OnDuplicate();

    [GeneratedRegex(@"INTO\s+(?<table>qris_\w+).*ON CONFLICT.*DO UPDATE SET\s+(?<set>.*)", RegexOptions.Singleline)]
    private static partial Regex OnConflict();

    [GeneratedRegex(@"^\s*(?<column>\w+)\s*=")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\G\sWHERE\s")]
    private static partial Regex Where();
}
