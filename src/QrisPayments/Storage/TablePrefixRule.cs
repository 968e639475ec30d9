using QrisPayments.Foundation;
using QrisPayments.Hosting;

namespace QrisPayments.Storage;

/// <summary>The prefix becomes a part of every statement; with an invalid one no table is looked at.</summary>
internal sealed class TablePrefixRule : IOptionsRule
{
    public const string Setting = "QrisPayments:TablePrefix";

    public IEnumerable<Fault> Check(QrisPaymentsOptions options)
    {
        if (!TableNames.IsPrefix(options.TablePrefix))
            yield return new Fault(Setting, "table_prefix_invalid",
                $"{Setting} is '{options.TablePrefix}', but must be {TableNames.Rule} "
                + $"Remove the setting for the default, {TableNames.DefaultPrefix}.");
    }
}
