using static QrisPayments.Codec.QrisRule;

namespace QrisPayments.Codec;

// Rules on the values in 62.
public static partial class QrisRules
{
    /// <summary>The bill number is longer than 25 characters. EMVCo MPM, id 62.01.</summary>
    public static QrisRule BillNumberTooLong { get; } = Reject("bill_number_too_long", "EMVCo MPM, id 62.01", "at most 25 characters",
        "The bill number is longer than 25 characters.",
        "Nomor tagihan lebih dari 25 karakter.");

    /// <summary>An additional value is longer than 25 characters. EMVCo MPM, ids 62.02-62.08.</summary>
    public static QrisRule AdditionalDataLong { get; } = Warn("additional_data_long", "EMVCo MPM, ids 62.02-62.08", "at most 25 characters",
        "An additional value is longer than 25 characters.",
        "Sebuah nilai tambahan lebih dari 25 karakter.");

    /// <summary>The request for the payer's data is not made of A, M and E. EMVCo MPM, id 62.09.</summary>
    public static QrisRule ConsumerDataMalformed { get; } =
        Reject("consumer_data_malformed", "EMVCo MPM, id 62.09", "A, M and E, each at most once",
        "The request for the payer's data is not made of A, M and E.",
        "Permintaan data pembayar tidak terdiri dari A, M, dan E.");

    /// <summary>
    /// An additional value has an id that wallets may not know; it is kept as it is. Live codes: 11, 50, 60, 98 and 99 are seen.
    /// </summary>
    public static QrisRule AdditionalDataUnknown { get; } =
        Warn("additional_data_unknown", "live codes: 11, 50, 60, 98 and 99 are seen", "ids 01 to 10",
        "An additional value has an id that wallets may not know; it is kept as it is.",
        "Sebuah nilai tambahan memakai id yang mungkin tidak dikenal dompet; dibiarkan apa adanya.");
}
