using QrisPayments.Plugins;

namespace QrisPayments.Midtrans;

/// <summary>One line of <c>item_details</c>.</summary>
internal sealed record ItemDetail
{
    /// <summary>Midtrans takes at most so many characters (WIRE W7).</summary>
    private const int MaxText = 50;

    public string? Id { get; init; }

    /// <summary>Whole rupiah; below zero for a discount.</summary>
    public required long Price { get; init; }

    public required int Quantity { get; init; }

    public required string Name { get; init; }

    /// <summary>The lines, only if they add up to the amount: otherwise Midtrans refuses the whole payment (WIRE W7).</summary>
    public static IReadOnlyList<ItemDetail>? Of(OpenRequest request)
    {
        if (request.Items.Count == 0 || request.Items.Sum(item => (decimal)item.Price * item.Quantity) != request.TotalAmount) return null;
        return [.. request.Items.Select(
            item => new ItemDetail { Id = Cut(item.Id), Price = item.Price, Quantity = item.Quantity, Name = Cut(item.Name)! })];
    }

    private static string? Cut(string? text)
    {
        if (text is null || text.Length <= MaxText) return text;
        // Never half a surrogate pair: it would not survive UTF-8.
        return text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)];
    }
}

/// <summary><c>customer_details</c>: who pays. Personal data (WIRE G13).</summary>
internal sealed record CustomerDetails
{
    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public static CustomerDetails? Of(OpenRequest request) =>
        request.Customer is { } customer && (customer.Name ?? customer.Email ?? customer.Phone) is not null
        ? new CustomerDetails { FirstName = customer.Name, Email = customer.Email, Phone = customer.Phone }
        : null;
}
