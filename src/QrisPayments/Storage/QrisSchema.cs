using System.Globalization;
using System.Text;
using QrisPayments.Storage;

namespace QrisPayments;

/// <summary>The tables as a script, for databases in which the shop itself may not create any.</summary>
public static class QrisSchema
{
    /// <summary>
    /// A script for MySQL 8 and MariaDB 10.6+ that makes every <c>qris_*</c> table and records each step as done. Run it
    /// once on an empty database with <c>QrisPayments:Migrate</c> set to false.
    /// </summary>
    public static string Script()
    {
        var script = new StringBuilder();
        foreach (var step in Storage.Migrator.BookkeepingSteps)
            script.Append(step.Sql(Storage.Dialect.MySql)).Append(";\n\n");
        foreach (var step in Storage.Migration.All)
            script.Append(step.Sql(Storage.Dialect.MySql)).Append(";\n")
                .Append(CultureInfo.InvariantCulture,
                    $"INSERT INTO qris_migrations (step, checksum, reader, started_at, done_at) VALUES ('{step.Name}', '{step.Checksum}', {step.Reader}, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6));\n\n");
        return script.ToString();
    }
}
