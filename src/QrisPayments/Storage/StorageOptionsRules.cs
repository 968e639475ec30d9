using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;

namespace QrisPayments.Storage;

/// <summary>
/// Whose tables they are, and what they are called, since the prefix becomes a part of every statement; how long a start waits for them.
/// </summary>
internal sealed class StorageOptionsRules(IOptions<IStorageOptions> options, IHostEnvironment environment) : IOptionsRule
{
    public const string TablePrefix = "QrisPayments:TablePrefix";
    public const string ShopIdSetting = "QrisPayments:ShopId";
    public const string StartupWait = "QrisPayments:Storage:StartupWait";

    public IEnumerable<Fault> Check()
    {
        var set = options.Value;
        if (!TableNames.IsPrefix(set.TablePrefix))
            yield return new Fault(TablePrefix, "table_prefix_invalid",
                $"{TablePrefix} is '{set.TablePrefix}', but must be {TableNames.Rule} Remove the setting for the "
                    + $"default, {TableNames.DefaultPrefix}.");
        if (set.Storage.StartupWait < TimeSpan.Zero || set.Storage.StartupWait > TimeSpan.FromMinutes(10))
            yield return new Fault(StartupWait, "out_of_range", $"{StartupWait} must be from 00:00:00 to 00:10:00.");
        if (!ShopId.IsValid(ShopId.Of(set, environment)))
            yield return new Fault(ShopIdSetting, "shop_id_invalid", set.ShopId is null
                ? $"{ShopIdSetting} is not set, and the application's name, '{environment.ApplicationName}', is no valid default. "
                    + $"Set it to 1–{ShopId.MaxLength} visible characters."
                : $"{ShopIdSetting} must have 1–{ShopId.MaxLength} visible characters, such as kopi-lereng. "
                    + "Remove the setting to use the application's name.");
    }
}
