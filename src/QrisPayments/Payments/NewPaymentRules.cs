using QrisPayments.Foundation;

namespace QrisPayments.Payments;

/// <summary>
/// What a new payment must be like. All faults are reported together. A payer's details have no rule here: they never cost a sale
/// (<see cref="ContactRules.Fit"/>).
/// </summary>
internal static class NewPaymentRules
{
    public static readonly TimeSpan MinExpiry = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan MaxExpiry = TimeSpan.FromHours(24);

    public static List<Fault> Check(NewPayment payment, PaymentOptions options)
    {
        var faults = new Faults();
        CheckOrderId(faults, payment.OrderId);
        CheckAmount(faults, payment.Amount, options.MaxAmount);
        faults.Text("description", payment.Description, 200);
        CheckItems(faults, payment.Items);
        CheckMetadata(faults, payment.Metadata);
        CheckCallback(faults, payment.CallbackUrl);
        CheckRedirect(faults, payment.RedirectUrl);
        if (payment.Visitor is { } visitor && faults.Text("visitor", visitor, 200) && visitor.Length == 0)
            faults.Add("visitor", "invalid", "visitor must be 1 to 200 characters, or null where the shop cannot tell its visitors apart.");
        if (payment.ExpiresIn is { } expiry && (expiry < MinExpiry || expiry > MaxExpiry))
            faults.Add("expires_in", "out_of_range", "expires_in must be from 60 to 86400 seconds.");
        return faults.Found;
    }

    private static void CheckOrderId(Faults faults, string? orderId)
    {
        if (string.IsNullOrEmpty(orderId))
            faults.Add("order_id", "required", "order_id is required: your own order number, 1 to 64 characters.");
        // Spaces at the ends are refused, not cut: the database would take "A" and "A " for one order.
        else if (orderId.Length > 64 || orderId.Trim() != orderId || Faults.HasControls(orderId))
            faults.Add("order_id", "invalid",
                "order_id must be 1 to 64 characters, without control or invisible characters and without spaces at its ends.");
    }

    private static void CheckAmount(Faults faults, long amount, long max)
    {
        if (amount < 1)
            faults.Add("amount", "too_small", "amount must be at least 1 (whole rupiah).");
        else if (amount > max)
            faults.Add("amount", "too_large",
                $"amount must be at most {max} (whole rupiah); this is the limit of one QRIS transaction here.");
    }

    private static void CheckItems(Faults faults, IReadOnlyList<PaymentItem>? items)
    {
        if (items is null) return;
        if (items.Count > 100) faults.Add("items", "too_many", "items may have at most 100 lines.");
        for (var i = 0; i < Math.Min(items.Count, 100); i++)
        {
            var item = items[i];
            faults.Text($"items[{i}].id", item.Id, 64);
            if (string.IsNullOrWhiteSpace(item.Name)) faults.Add($"items[{i}].name", "required", "Every item needs a name.");
            faults.Text($"items[{i}].name", item.Name, 200);
            if (item.Price is < -1_000_000_000_000 or > 1_000_000_000_000)
                faults.Add($"items[{i}].price", "out_of_range", "price must be whole rupiah of at most 12 digits.");
            if (item.Quantity is < 1 or > 100_000)
                faults.Add($"items[{i}].quantity", "out_of_range", "quantity must be from 1 to 100000.");
        }
    }

    private static void CheckMetadata(Faults faults, IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is null) return;
        if (metadata.Count > 20) faults.Add("metadata", "too_many", "metadata may have at most 20 keys.");
        foreach (var (key, value) in metadata.Take(20))
        {
            if (key.Length is 0 or > 40 || Faults.HasControls(key))
                faults.Add("metadata", "invalid", "A metadata key must be 1 to 40 characters without control or invisible characters.");
            else if (value is null || value.Length > 500 || !Faults.IsText(value))
                faults.Add($"metadata.{key}", "too_long", "A metadata value must be text of at most 500 characters.");
        }
    }

    private static void CheckCallback(Faults faults, string? url)
    {
        if (url is null) return;
        if (!faults.Text("callback_url", url, 500)) return;
        if (!ContactRules.IsCallback(url))
            faults.Add("callback_url", "invalid", "callback_url must be an absolute http or https address without user name and password.");
    }

    private static void CheckRedirect(Faults faults, string? url)
    {
        if (url is null) return;
        if (!faults.Text("redirect_url", url, 500)) return;
        if (!ContactRules.IsOwnPath(url) && (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0
            || !(uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback))))
            faults.Add("redirect_url", "invalid", "redirect_url must be an https address, or a path of the shop that starts with one /.");
    }
}
