namespace QrisPayments.Midtrans.Wire;

/// <summary>What Snap answers: <c>201</c> with the first two, or why not.</summary>
internal sealed record SnapAnswer
{
    public string? Token { get; init; }

    public string? RedirectUrl { get; init; }

    public IReadOnlyList<string>? ErrorMessages { get; init; }

    /// <summary>Why it rejected the request, as far as it says.</summary>
    public string? Reason => ErrorMessages is { Count: > 0 } ? string.Join(" ", ErrorMessages) : null;
}
