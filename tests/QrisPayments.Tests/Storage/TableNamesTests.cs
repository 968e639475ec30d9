using System.Reflection;
using QrisPayments.Hosting;
using QrisPayments.Storage;

namespace QrisPayments.Tests.Storage;

/// <summary>SQL is written with the default prefix and rewritten under another one.</summary>
public sealed class TableNamesTests
{
    private readonly TableNames _shop2 = TableNames.With("shop2_");

    [Theory]
    [InlineData("SELECT id FROM qris_payments", "SELECT id FROM shop2_payments")]
    [InlineData("qris_payments", "shop2_payments")]
    [InlineData("SELECT qris_credits.id FROM qris_credits\nWHERE (qris_credits.at<@at)", "SELECT shop2_credits.id FROM shop2_credits\nWHERE (shop2_credits.at<@at)")]
    [InlineData("SELECT 1 FROM shop.qris_payments", "SELECT 1 FROM shop.shop2_payments")]
    [InlineData("SELECT 1 FROM `qris_payments`", "SELECT 1 FROM `shop2_payments`")]
    [InlineData("CREATE UNIQUE INDEX ux_qris_payments_order ON qris_payments (app)", "CREATE UNIQUE INDEX ux_shop2_payments_order ON shop2_payments (app)")]
    [InlineData("CREATE INDEX ix_qris_payments_list ON qris_payments (app)", "CREATE INDEX ix_shop2_payments_list ON shop2_payments (app)")]
    public void A_name_gets_the_prefix(string sql, string expected) => Assert.Equal(expected, _shop2.In(sql));

    [Theory]
    [InlineData("SELECT 'qris_payments'")]
    [InlineData("SELECT 'it''s in qris_payments'")]
    [InlineData("SELECT \"qris_payments\"")]
    [InlineData("SELECT @qris_total, :qris_total, $qris_total")]
    [InlineData("SELECT x FROM shop_qris_payments, my_ix_qris_a, 1qris_b")]
    [InlineData("SELECT qris FROM qrispayments")]
    [InlineData("SELECT 1 -- that's qris_payments")]
    [InlineData("SELECT 1 /* that's\nqris_payments */")]
    public void What_is_no_name_stays(string sql) => Assert.Equal(sql, _shop2.In(sql));

    [Fact]
    public void A_name_behind_a_literal_or_a_comment_is_one_again() =>
        Assert.Equal(
            "SELECT 'qris_a' FROM shop2_b -- isn't qris_c\nJOIN shop2_d ON x = 'qris_e'",
            _shop2.In("SELECT 'qris_a' FROM qris_b -- isn't qris_c\nJOIN qris_d ON x = 'qris_e'"));

    [Fact]
    public void The_default_prefix_leaves_the_same_instance()
    {
        var sql = new string("SELECT id FROM qris_payments");
        Assert.Same(sql, TableNames.Default.In(sql));
        Assert.Same(TableNames.Default, TableNames.With("qris_"));
    }

    [Fact]
    public void A_text_is_rewritten_once() =>
        Assert.Same(_shop2.In("SELECT id FROM qris_payments"), _shop2.In(new string("SELECT id FROM qris_payments")));

    [Fact]
    public void Texts_beyond_the_bound_are_rewritten_too()
    {
        foreach (var i in Enumerable.Range(0, 3_000))
            Assert.Equal($"SELECT {i} FROM shop2_payments", _shop2.In($"SELECT {i} FROM qris_payments"));
        // Those that came too late are not remembered, or the memory would have no bound.
        Assert.NotSame(_shop2.In("SELECT 2999 FROM qris_payments"), _shop2.In("SELECT 2999 FROM qris_payments"));
    }

    [Theory]
    [InlineData("q", true)]
    [InlineData("shop2_", true)]
    [InlineData("a2345678901234567890", true)]
    [InlineData("a23456789012345678901", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("2shop_", false)]
    [InlineData("_shop", false)]
    [InlineData("Shop_", false)]
    [InlineData("shop-", false)]
    [InlineData("shop_\n", false)]
    [InlineData("a; DROP TABLE x", false)]
    [InlineData("törö_", false)]
    public void A_prefix_is_short_lower_case_ascii(string? prefix, bool isOne)
    {
        Assert.Equal(isOne, TableNames.IsPrefix(prefix));
        if (!isOne && prefix is not null) Assert.Throws<ArgumentException>(() => TableNames.With(prefix));
    }

    /// <summary>Every statement that stands in the module as a constant, and every step of the migrations.</summary>
    public static TheoryData<string, string> Statements
    {
        get
        {
            var statements = new TheoryData<string, string>();
            foreach (var type in typeof(QrisPaymentsOptions).Assembly.GetTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
                foreach (var constant in type.GetFields(
                    BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly))
                    if (constant is { IsLiteral: true } && constant.GetRawConstantValue() is string text && text != TableNames.DefaultPrefix
                        && text.Contains("qris_", StringComparison.Ordinal))
                        statements.Add($"{type.Name}.{constant.Name}", text);
            foreach (var step in Migrator.BookkeepingSteps.Concat(Migration.All)) statements.Add(step.Name, step.Sql(Dialect.MySql));
            return statements;
        }
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void No_statement_of_the_module_keeps_the_default_name(string where, string sql)
    {
        var rewritten = WithoutLiterals(_shop2.In(sql));

        Assert.True(rewritten.Contains("shop2_", StringComparison.Ordinal), $"{where} has no name of ours: {rewritten}");
        Assert.False(rewritten.Contains("qris_", StringComparison.OrdinalIgnoreCase), $"{where} still has the default name: {rewritten}");
    }

    [Fact]
    public void The_statements_of_the_module_were_found() => Assert.InRange(Statements.Count, 150, 2_000);

    /// <summary>Cut at the quotes; every other piece is outside.</summary>
    private static string WithoutLiterals(string sql)
    {
        var pieces = sql.Split('\'');
        Assert.True(pieces.Length % 2 == 1, $"A literal does not end: {sql}");
        return string.Join("?", pieces.Where((_, i) => i % 2 == 0));
    }
}
