using QrisPayments.Foundation;
using QrisPayments.Hosting;

namespace QrisPayments.Secrets;

/// <summary>A master key that is none would leave every secret unreadable.</summary>
internal sealed class MasterKeyRule : IOptionsRule
{
    public const string Setting = "QrisPayments:MasterKey";

    public const string HowToMake = "Make one with `openssl rand -base64 32`, give every node the same, and keep a copy: without it the stored secrets are lost.";

    /// <summary>The fault's code.</summary>
    public const string Invalid = "master_key_invalid";

    public IEnumerable<Fault> Check(QrisPaymentsOptions options)
    {
        if (options.MasterKey is { Length: > 0 } key && MasterKey.Parse(key) is null)
            yield return new Fault(Setting, Invalid, $"{Setting} must be base64 of exactly 32 bytes. {HowToMake}");
        for (var i = 0; i < options.OldMasterKeys.Count; i++)
            if (MasterKey.Parse(options.OldMasterKeys[i]) is null)
                yield return new Fault($"QrisPayments:OldMasterKeys:{i}", Invalid, $"QrisPayments:OldMasterKeys:{i} must be base64 of exactly 32 bytes; take it away if it is no longer needed.");
    }
}
