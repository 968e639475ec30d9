using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>An attempt that is to be opened, stored as <c>creating</c> or not yet.</summary>
internal sealed record Attempt(
    string Id,
    string PaymentId,
    ProviderAccount Account,
    long Amount,
    int UniqueCode,
    long TotalAmount,
    DateTimeOffset ExpiresAt,
    DateTimeOffset HeldUntil)
{
    /// <summary>
    /// The end of the address for this attempt's own webhooks. Only its hash is stored, so it is known to nobody but the one who opens the
    /// attempt, and to the gateway (WIRE M1).
    /// </summary>
    public string? HookToken { get; init; }

    /// <summary>The create is answered with its code: it is shown as soon as it is open.</summary>
    public bool ShowsAtOnce { get; init; }

    /// <summary>The attempt of a payment at one account.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="subject">The payment.</param>
    /// <param name="account">Who takes it.</param>
    /// <param name="code">The unique code in its total.</param>
    /// <param name="now">This moment.</param>
    /// <param name="hold">How long the total stays held after its end.</param>
    public static Attempt Of(
        string id, AttemptSubject subject, ProviderAccount account, int code, DateTimeOffset now, TimeSpan hold) =>
        new(id, subject.PaymentId, account, subject.Amount, code, subject.Amount + code, now + subject.ExpiresIn,
            now + subject.ExpiresIn + hold)
        {
            HookToken = account.Provider is IReceiveWebhooks ? Payments.HookToken.New() : null, ShowsAtOnce = subject.ShowsAtOnce,
        };

    /// <summary>When it ends once it is opened. Where the hold of a total depends on it, the expiry is ours.</summary>
    public DateTimeOffset ExpiryOf(OpenResult.Opened opened) =>
        Account.Traits.NeedsUniqueAmount ? ExpiresAt : opened.ExpiresAt?.Cut() ?? ExpiresAt;
}
