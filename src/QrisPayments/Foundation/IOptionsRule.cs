using QrisPayments.Hosting;

namespace QrisPayments.Foundation;

/// <summary>One group of rules over the settings. All rules run, and all faults are reported together.</summary>
internal interface IOptionsRule
{
    /// <summary>Every fault; <see cref="Fault.Field"/> is the setting's full name.</summary>
    IEnumerable<Fault> Check(QrisPaymentsOptions options);
}
