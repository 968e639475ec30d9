using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using QrisPayments.Midtrans;
using QrisPayments.MidtransMiddleware.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.MidtransMiddleware;

/// <summary>Reads what clients send to <c>/charge</c>.</summary>
internal static class ChargeReading
{
    private const int LongestName = 100;

    /// <summary>Reads the body; what the module itself checks (bounds, lengths) is left to it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out ChargeAsked? charge, [NotNullWhen(false)] out string? fault)
    {
        charge = null;
        try
        {
            charge = JsonSerializer.Deserialize(body, WireJson.Default.ChargeAsked);
        }
        // Its text quotes the body.
        catch (JsonException) { }
        fault = charge?.OrderId is null ? "The body must be JSON with order_id (a string) and amount (an integer); item_details and customer_details as the documentation has them."
            // Of these a client could never ask for the status: they vanish from a path.
            : charge.OrderId is "." or ".." ? "order_id must not consist of dots alone."
            : charge.ItemDetails?.Any(item => item is not { Name: not null }) == true ? "Every line of item_details needs id, price, quantity and name."
            : charge.ItemDetails is { Count: > 0 } items && Sum(items) != charge.Amount
                // As Midtrans does (WIRE W7): a client that works against us shall work there.
                ? "amount is not equal to the sum of item_details (price times quantity)."
            : null;
        return fault is null;
    }

    /// <summary>Wide enough for whatever a megabyte of lines can say: their bounds are checked later.</summary>
    private static Int128 Sum(IReadOnlyList<ItemDetail> items) => items.Aggregate(Int128.Zero, (sum, item) => sum + (Int128)item.Price * item.Quantity);

    public static IReadOnlyList<PaymentItem> Items(ChargeAsked charge) =>
        [.. (charge.ItemDetails ?? []).Select(item => new PaymentItem { Id = item.Id, Name = item.Name, Price = item.Price, Quantity = item.Quantity })];

    public static Customer? Customer(ChargeAsked charge) => charge.CustomerDetails is { } who
        ? new Customer { Name = Name(who.FirstName, who.LastName), Email = Text(who.Email), Phone = Text(who.Phone) }
        : null;

    /// <summary>Both names in one; Midtrans takes longer ones than we keep, and nobody is paid by a name.</summary>
    private static string? Name(string? first, string? last)
    {
        var name = Text($"{first?.Trim()} {last?.Trim()}");
        if (name is null || name.Length <= LongestName) return name;
        return name[..(char.IsHighSurrogate(name[LongestName - 1]) ? LongestName - 1 : LongestName)];
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
