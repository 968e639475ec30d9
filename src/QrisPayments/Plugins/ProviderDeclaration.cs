using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using QrisPayments.Mounting;

namespace QrisPayments.Plugins;

/// <summary>A provider that a plugin declared, before there are settings to make it with.</summary>
internal abstract class ProviderDeclaration
{
    /// <summary>Reads and checks the settings and makes the provider; faults name their settings in full.</summary>
    public abstract (IPaymentProvider? Provider, IReadOnlyList<Fault> Faults) Create(
        string accountId, IConfigurationSection section, TimeProvider clock, ILogger logger);

    internal sealed class Of<TSettings>(Func<ProviderContext<TSettings>, IPaymentProvider> create) : ProviderDeclaration
        where TSettings : class, new()
    {
        public override (IPaymentProvider? Provider, IReadOnlyList<Fault> Faults) Create(
            string accountId, IConfigurationSection section, TimeProvider clock, ILogger logger)
        {
            var settings = new TSettings();
            var faults = SettingsBinder.Bind(settings, section);
            if (faults.Count > 0) return (null, faults);
            return (create(new ProviderContext<TSettings>(accountId, settings, clock, logger)), []);
        }
    }
}
