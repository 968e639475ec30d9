namespace QrisPayments.PayDigital.Wire;

/// <summary>The names of PayDigital's form fields and parameters.</summary>
internal static class Fields
{
    /// <summary>The merchant's key. The table wants it here, the samples in <c>Authorization: Bearer</c> (WIRE P3).</summary>
    public const string ApiKey = "api_key";

    /// <summary>The number of the merchant's store.</summary>
    public const string StoreId = "store_id";

    /// <summary>Whole rupiah without the unique code, at least 1000; no separators (WIRE P10).</summary>
    public const string Amount = "amount";

    /// <summary>Optional.</summary>
    public const string Description = "description";

    /// <summary>Optional.</summary>
    public const string CustomerName = "customer_name";

    /// <summary>The invoice asked about.</summary>
    public const string Invoice = "invoice";
}
