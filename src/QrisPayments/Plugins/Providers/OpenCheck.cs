using QrisPayments.Foundation;

namespace QrisPayments.Plugins.Providers;

/// <summary>Whether what a provider opened may be shown to a customer.</summary>
internal static class OpenCheck
{
    /// <summary>More than any payment and its fees; amounts beyond it are a fault of the plugin.</summary>
    public const long MaxMoney = 1_000_000_000_000;

    private static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(31);

    /// <summary>Why not, or null.</summary>
    public static string? Refuse(ProviderAccount account, OpenRequest request, OpenResult.Opened opened, DateTimeOffset now) =>
        account.Traits.NeedsUniqueAmount && opened.TotalAmount != request.TotalAmount
            ? $"The provider wants {opened.TotalAmount}, but {request.TotalAmount} is reserved."
        : opened.TotalAmount < request.Amount ? $"The provider wants {opened.TotalAmount}, less than the amount {request.Amount}."
        : opened.TotalAmount > MaxMoney ? $"The provider wants {opened.TotalAmount}, which is no amount."
        : opened.ExpiresAt <= now
            || opened.ExpiresAt > now + MaxLifetime ? $"The provider says that it ends at {opened.ExpiresAt:u}, which cannot be."
        // As long as the columns that keep them.
        : QrGuard.Refuse(opened) ?? Bad(opened.ProviderRef, 128, "reference") ?? Bad(opened.RedirectUrl?.AbsoluteUri, 500, "address")
            ?? Bad(opened.Instructions, 1000, "instructions");

    private static string? Bad(string? text, int maxLength, string what) =>
        text is null ? null
        : text.Length > maxLength ? $"The provider's {what} is longer than {maxLength} characters."
        : Faults.IsText(text) ? null
        : $"The provider's {what} holds control characters or broken Unicode.";
}
