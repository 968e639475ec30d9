using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using QrisPayments.Midtrans;
using QrisPayments.MidtransMiddleware.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.MidtransMiddleware;

/// <summary>Reads what clients send to <c>/charge</c>.</summary>
internal static class ChargeReading
{
    /// <summary>Reads the body; what the module itself checks (bounds, lengths) is left to it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out ChargeAsked? charge, [NotNullWhen(false)] out string? fault)
    {
        (charge, fault) = (null, null);
        try
        {
            charge = JsonSerializer.Deserialize(body, WireJson.Default.ChargeAsked);
        }
        // Its text quotes the body.
        catch (JsonException exception)
        {
            fault = Explain(exception.Path);
        }
        if (charge is null)
        {
            fault ??= Whole;
            return false;
        }
        fault = charge.OrderId is null ? "order_id is required: a string of 1 to 64 characters."
            // Of these a client could never ask for the status: they vanish from a path.
            : charge.OrderId is "." or ".." ? "order_id must not consist of dots alone."
            // A path cannot tell it from the slash itself, which is another order's.
            : charge.OrderId.Contains("%2F", StringComparison.OrdinalIgnoreCase) ? "order_id must not contain %2F."
            : charge.ItemDetails?.Any(item => item is not { Name: not null }) == true ? "Every line of item_details needs id, price, quantity and name."
            : charge.ItemDetails is { Count: > 0 } items && Sum(items) != charge.Amount
                // As Midtrans does (WIRE W7): a client that works against us shall work there.
                ? "amount is not equal to the sum of item_details (price times quantity)."
            : null;
        return fault is null;
    }

    private const string Whole = "The body must be JSON with order_id (a string) and amount (an integer); item_details and customer_details as the documentation has them.";

    /// <summary>Only names that we know come back: what a client calls a member is not ours to repeat.</summary>
    private static string Explain(string? path) => path switch
    {
        "$.amount" => "amount must be a JSON integer such as 150000: no text, no decimals, no exponent.",
        "$.order_id" => "order_id must be a JSON string.",
        not null when path.StartsWith("$.item_details", StringComparison.Ordinal) => "item_details must be a list of {id, price, quantity, name}; price and quantity are JSON integers.",
        not null when path.StartsWith("$.customer_details", StringComparison.Ordinal) => "customer_details must be an object of texts: first_name, last_name, email, phone.",
        _ => Whole,
    };

    /// <summary>Wide enough for whatever a megabyte of lines can say: their bounds are checked later.</summary>
    private static Int128 Sum(IReadOnlyList<ItemDetail> items) => items.Aggregate(Int128.Zero, (sum, item) => sum + (Int128)item.Price * item.Quantity);

    public static IReadOnlyList<PaymentItem> Items(ChargeAsked charge) =>
        [.. (charge.ItemDetails ?? []).Select(item => new PaymentItem { Id = item.Id, Name = item.Name, Price = item.Price, Quantity = item.Quantity })];

    public static Customer? Customer(ChargeAsked charge) => charge.CustomerDetails is { } who
        ? new Customer { Name = Text($"{who.FirstName?.Trim()} {who.LastName?.Trim()}"), Email = Text(who.Email), Phone = Text(who.Phone) }
        : null;

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
