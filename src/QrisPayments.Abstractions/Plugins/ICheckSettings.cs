namespace QrisPayments.Plugins;

/// <summary>Settings that have a rule beyond their annotations.</summary>
public interface ICheckSettings
{
    /// <summary>Every fault; <see cref="Fault.Field"/> is the property's name. Called before a provider is made.</summary>
    IEnumerable<Fault> Check();
}
