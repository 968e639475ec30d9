using Microsoft.Extensions.Options;
using QrisPayments.Foundation;

namespace QrisPayments.Apps;

/// <summary>What signs the callbacks of payments that the shop's own code made.</summary>
internal sealed class CallbackOptionsRules(IOptions<CallbackOptions> options) : IOptionsRule
{
    public IEnumerable<Fault> Check()
    {
        if (options.Value.Secret is { } secret && CallbackSecret.Bytes(secret) is null)
            yield return new Fault("QrisPayments:Callbacks:Secret", "secret_invalid",
                "QrisPayments:Callbacks:Secret must be whsec_ and base64 of 24 to 64 random bytes.");
    }
}
