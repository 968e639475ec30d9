using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QrisPayments.Foundation;

namespace QrisPayments.Secrets;

internal static class SecretsServices
{
    public static IServiceCollection AddSecrets(this IServiceCollection services)
    {
        services.AddSection<IMasterKeyOptions, MasterKeyOptionsRules>();
        services.AddSingleton<MasterKeys>();
        services.AddSingleton<KeyRing>();
        return services.AddSingleton<SecretVault>();
    }
}
