using Microsoft.Extensions.Options;
using QrisPayments.Foundation;

namespace QrisPayments.Secrets;

/// <summary>An invalid master key would make every stored secret unreadable.</summary>
internal sealed class MasterKeyOptionsRules(IOptions<IMasterKeyOptions> options) : IOptionsRule
{
    public const string Setting = "QrisPayments:MasterKey";

    public const string HowToMake =
        "Make one with `openssl rand -base64 32`, give every node the same, and keep a copy: without it the stored secrets are lost.";

    /// <summary>The fault's code.</summary>
    public const string Invalid = "master_key_invalid";

    public IEnumerable<Fault> Check()
    {
        var (current, old) = (options.Value.MasterKey, options.Value.OldMasterKeys);
        if (current is { Length: > 0 } key && MasterKey.Parse(key) is null)
            yield return new Fault(Setting, Invalid, $"{Setting} must be base64 of exactly 32 bytes. {HowToMake}");
        for (var i = 0; i < old.Count; i++)
            if (MasterKey.Parse(old[i]) is null)
                yield return new Fault($"QrisPayments:OldMasterKeys:{i}", Invalid, $"QrisPayments:OldMasterKeys:{i} must be base64 of "
                    + "exactly 32 bytes; remove it if it is no longer needed.");
    }
}
