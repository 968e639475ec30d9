using QrisPayments.Foundation;

namespace QrisPayments.Plugins.Providers;

/// <summary>Whether what a provider opened may be shown to a customer.</summary>
internal static class OpenCheck
{
    /// <summary>More than any payment and its fees; amounts beyond it are a fault of the plugin.</summary>
    public const long MaxMoney = 1_000_000_000_000;

    /// <summary>
    /// What any gateway may add whatever its fee: a unique code has at most three digits (WIRE B3, P5), and the flat part of a fee stays
    /// below it as well.
    /// </summary>
    public const long MaxCode = 999;

    private static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(31);

    /// <summary>Why not, or null.</summary>
    /// <param name="account">Whose provider opened it.</param>
    /// <param name="amount">What was asked for before any code, whole rupiah.</param>
    /// <param name="reserved">The total that is reserved for it, where the account needs one.</param>
    /// <param name="opened">What the provider says.</param>
    /// <param name="now">This moment.</param>
    public static OpenResult.Rejected? Refuse(
        ProviderAccount account, long amount, long reserved, OpenResult.Opened opened, DateTimeOffset now) =>
        RefuseTotal(account, amount, reserved, opened.TotalAmount) is { } wrong ? new OpenResult.Rejected("total_refused", wrong)
        : RefuseRest(opened, now) is { } fault ? new OpenResult.Rejected("qr_refused", fault)
        : null;

    /// <summary>Why a provider must not ask for this total, or null. Fees are its own to set, but only up to the account's bound.</summary>
    /// <inheritdoc cref="Refuse"/>
    public static string? RefuseTotal(ProviderAccount account, long amount, long reserved, long total)
    {
        if (account.Traits.NeedsUniqueAmount)
            return total == reserved ? null : $"The provider wants {total}, but {reserved} is reserved.";
        if (total < amount) return $"The provider wants {total}, less than the amount {amount}.";
        if (total > MaxMoney) return $"The provider wants {total} for {amount}, which is more than any payment may be.";
        var percent = account.Routing.MaxFeePercent;
        var most = checked(amount + amount / 100 * percent + amount % 100 * percent / 100 + MaxCode);
        return total <= most ? null
            : $"The provider wants {total} for {amount}. At most {most} is allowed, which is a fee of {percent} % and a code of up to "
                + $"{MaxCode}. If that is its fee, raise {RoutingSettings.Section}:{nameof(RoutingSettings.MaxFeePercent)} of the account.";
    }

    // As long as the columns that keep them.
    private static string? RefuseRest(OpenResult.Opened opened, DateTimeOffset now) =>
        opened.ExpiresAt <= now || opened.ExpiresAt > now + MaxLifetime
            ? $"The provider says that it ends at {opened.ExpiresAt:u}, which is past or more than {MaxLifetime.TotalDays} days ahead."
        : QrGuard.Refuse(opened) ?? Bad(opened.ProviderRef, 128, "reference") ?? Bad(opened.RedirectUrl?.AbsoluteUri, 500, "address")
            ?? Bad(opened.Instructions, 1000, "instructions");

    private static string? Bad(string? text, int maxLength, string what) =>
        text is null ? null
        : text.Length > maxLength ? $"The provider's {what} is longer than {maxLength} characters."
        : Faults.IsText(text) ? null
        : $"The provider's {what} holds control characters or broken Unicode.";
}
