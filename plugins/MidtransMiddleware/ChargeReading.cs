using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace QrisPayments.MidtransMiddleware;

/// <summary>Reads what clients send to <c>/charge</c>; what the module itself checks (bounds, lengths) is left to it.</summary>
internal static class ChargeReading
{
    private const string Whole =
        "The body must be JSON with order_id (a string) and amount (an integer); "
            + "item_details and customer_details as the documentation has them.";
    private const string ItemMembers = "{id, price, quantity, name}";

    /// <summary>Reads the body; else says the first thing that is wrong with it, by its name.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> body, [NotNullWhen(true)] out ChargeAsked? charge, [NotNullWhen(false)] out string? fault)
    {
        (charge, var faults) = (null, new List<string>());
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object) charge = Read(document.RootElement, faults);
            else faults.Add(Whole);
        }
        // Its text quotes the body.
        catch (JsonException)
        {
            faults.Add(Whole);
        }
        // Said of names that are no Unicode.
        catch (InvalidOperationException)
        {
            faults.Add("A name in the body " + Members.Broken);
        }
        fault = faults.FirstOrDefault();
        return fault is null && charge is not null;
    }

    private static ChargeAsked Read(JsonElement body, List<string> faults)
    {
        var sent = new Members(body, "", faults, "order_id", "amount", "item_details", "customer_details");
        var charge = new ChargeAsked
        {
            OrderId = OrderId(sent, faults),
            Amount = sent.Integer("amount", long.MinValue, long.MaxValue, " such as 150000: no text, no decimals, no exponent"),
            Items = Items(sent["item_details"], faults),
            Customer = Customer(sent["customer_details"], faults),
        };
        // As Midtrans does (WIRE W7): a client that works against us shall work there.
        if (charge.Items.Count > 0 && Sum(charge.Items) != charge.Amount)
            faults.Add("amount is not equal to the sum of item_details (price times quantity).");
        return charge;
    }

    private static string OrderId(Members sent, List<string> faults)
    {
        if (sent["order_id"] is null) faults.Add("order_id is required: a string of 1 to 64 characters.");
        // Elsewhere a number may stand for a text; a status is asked for by exactly what stood here.
        else if (sent["order_id"] is { ValueKind: not JsonValueKind.String }) faults.Add("order_id must be a JSON string.");
        var id = sent.Text("order_id") ?? "";
        // Of these a client could never ask for the status: they vanish from a path.
        if (id is "." or "..") faults.Add("order_id must not consist of dots alone.");
        // A path cannot tell it from the slash itself, which is another order's.
        if (id.Contains("%2F", StringComparison.OrdinalIgnoreCase)) faults.Add("order_id must not contain %2F.");
        return id;
    }

    private static IReadOnlyList<PaymentItem> Items(JsonElement? list, List<string> faults)
    {
        if (list is not { } items) return [];
        if (items.ValueKind == JsonValueKind.Array)
            return [.. items.EnumerateArray().Select((item, i) => Item(item, $"item_details[{i}]", faults))];
        faults.Add($"item_details must be a list of {ItemMembers}.");
        return [];
    }

    private static PaymentItem Item(JsonElement item, string path, List<string> faults)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"{path} must be {ItemMembers}.");
            return new PaymentItem { Name = "", Price = 0 };
        }
        var sent = new Members(item, path + ".", faults, "id", "price", "quantity", "name");
        if (sent["name"] is null) faults.Add($"{path}.name is required.");
        return new PaymentItem
        {
            Id = sent.Text("id", takesNumbers: true), Price = sent.Integer("price", long.MinValue, long.MaxValue),
            Quantity = (int)sent.Integer("quantity", int.MinValue, int.MaxValue),
            Name = sent.Text("name") ?? "",
        };
    }

    private static Customer? Customer(JsonElement? details, List<string> faults)
    {
        // PHP writes an empty object so.
        if (details is not { } customer || (customer.ValueKind == JsonValueKind.Array && customer.GetArrayLength() == 0)) return null;
        if (customer.ValueKind != JsonValueKind.Object)
        {
            faults.Add("customer_details must be an object of texts: first_name, last_name, email, phone.");
            return null;
        }
        var sent = new Members(customer, "customer_details.", faults, "first_name", "last_name", "email", "phone");
        string? Of(string name) => sent.Text(name, takesNumbers: true)?.Trim();
        return new Customer
        {
            Name = NullIfBlank($"{Of("first_name")} {Of("last_name")}"), Email = NullIfBlank(Of("email")), Phone = NullIfBlank(Of("phone"))
        };
    }

    /// <summary>Wide enough for whatever a megabyte of lines can say: their bounds are checked later.</summary>
    private static Int128 Sum(IReadOnlyList<PaymentItem> items) =>
        items.Aggregate(Int128.Zero, (sum, item) => sum + (Int128)item.Price * item.Quantity);

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
