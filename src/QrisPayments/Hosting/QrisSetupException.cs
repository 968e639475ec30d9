using System.Text;
using QrisPayments.Foundation;

namespace QrisPayments;

/// <summary>The host cannot start with these settings. The message lists every fault with its setting and its remedy.</summary>
public sealed class QrisSetupException : Exception
{
    /// <summary>Lists the faults.</summary>
    public QrisSetupException(IReadOnlyList<Fault> faults) : base(Describe(faults)) => Faults = faults;

    /// <summary>Every fault; <see cref="Fault.Field"/> is the setting's full name.</summary>
    public IReadOnlyList<Fault> Faults { get; }

    private static string Describe(IReadOnlyList<Fault> faults)
    {
        var text = new StringBuilder(faults.Count == 1
            ? "QrisPayments cannot start: one setting is wrong."
            : $"QrisPayments cannot start: {faults.Count} settings are wrong.");
        for (var i = 0; i < faults.Count; i++)
        {
            var fault = faults[i];
            text.Append('\n').Append("  ").Append(i + 1).Append(". ");
            if (!fault.Message.StartsWith(fault.Field, StringComparison.Ordinal)) text.Append(fault.Field).Append(": ");
            text.Append(fault.Message).Append(" [").Append(fault.Code).Append(']');
        }
        return text.ToString();
    }
}
