namespace QrisPayments.Foundation;

/// <summary>The rules over one section of the settings. All rules run at the start, and all faults are reported together.</summary>
internal interface IOptionsRule
{
    /// <summary>Every fault; <see cref="Fault.Field"/> is the setting's full name.</summary>
    IEnumerable<Fault> Check();
}
