using QrisPayments.Foundation;

namespace QrisPayments.Refunds;

/// <summary>What a new refund must be like. All faults are reported together.</summary>
internal static class RefundRules
{
    public const int MaxReason = 200;
    public const int MaxReference = 100;

    /// <summary>Refunds of one payment. Each may be a case for a person.</summary>
    public const int MaxOfPayment = 100;

    public static List<Fault> Check(NewRefund refund)
    {
        var faults = new Faults();
        if (refund.Amount is < 1) faults.Add("amount", "too_small", "amount must be at least 1 (whole rupiah).");
        if (string.IsNullOrWhiteSpace(refund.Reason) || string.IsNullOrWhiteSpace(CleanText.Of(refund.Reason)))
            faults.Add("reason", "required", "reason is required: why the money goes back.");
        else
            faults.Text("reason", CleanText.Of(refund.Reason), MaxReason);
        if (refund.Reference is { } reference) CheckReference(faults, reference);
        if (refund.Key is { } key && !IsKey(key))
            faults.Add("key", "invalid", "key must be 1 to 255 visible ASCII characters.");
        return faults.Found;
    }

    /// <summary>The number of a transfer as it may be stored.</summary>
    public static bool IsReference(string reference)
    {
        var faults = new Faults();
        CheckReference(faults, reference);
        return faults.Found.Count == 0;
    }

    private static void CheckReference(Faults faults, string reference)
    {
        if (string.IsNullOrWhiteSpace(reference) || Faults.HasControls(reference))
            faults.Add("reference", "invalid", "reference must be the number of the transfer, without control or invisible characters.");
        else faults.Text("reference", reference, MaxReference);
    }

    private static bool IsKey(string key) => key.Length is >= 1 and <= 255 && key.All(c => c is > ' ' and <= '~');
}
