using System.Globalization;
using System.Text;
using QrisPayments.Storage;

namespace QrisPayments;

/// <summary>The tables as a script, for databases in which the shop itself may not create any.</summary>
public static class QrisSchema
{
    /// <summary>
    /// A script for MySQL 8 and MariaDB 10.6+ that makes every table of the module and records each step as done. Run it once,
    /// where none of these tables exist, with <c>QrisPayments:Migrate</c> set to false.
    /// </summary>
    /// <param name="tablePrefix">The value of <c>QrisPayments:TablePrefix</c>.</param>
    /// <param name="shopId">
    /// The value of <c>QrisPayments:ShopId</c>, if the script shall say whose tables these are. Otherwise they belong to the first
    /// host that starts with them.
    /// </param>
    /// <exception cref="ArgumentException">One of them is not a value that its setting may have.</exception>
    public static string Script(string tablePrefix = TableNames.DefaultPrefix, string? shopId = null)
    {
        if (shopId is not null && !ShopId.IsValid(shopId))
            throw new ArgumentException($"A shop id has 1–{ShopId.MaxLength} visible characters.", nameof(shopId));
        var tables = TableNames.With(tablePrefix);
        var script = new StringBuilder();
        foreach (var step in Migrator.BookkeepingSteps) script.Append(step.Sql(Dialect.MySql)).Append(";\n\n");
        if (shopId is not null)
            script.Append("INSERT INTO qris_owner (id, shop_id, created_at) VALUES (1, ").Append(Literal(shopId))
                .Append(", UTC_TIMESTAMP(6));\n\n");
        foreach (var step in Migration.All)
            script.Append(step.Sql(Dialect.MySql)).Append(";\n")
                .Append(CultureInfo.InvariantCulture,
                    $"INSERT INTO qris_migrations (step, checksum, reader, started_at, done_at) VALUES ('{step.Name}', "
                        + $"'{step.Checksum}', {step.Reader}, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6));\n\n");
        return tables.In(script.ToString());
    }

    // In hexadecimal: what a backslash means within quotes depends on the server's sql_mode.
    private static string Literal(string text) => $"CONVERT(X'{Convert.ToHexString(Encoding.UTF8.GetBytes(text))}' USING utf8mb4)";
}
