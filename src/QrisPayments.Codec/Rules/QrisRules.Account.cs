using static QrisPayments.Codec.QrisRule;

namespace QrisPayments.Codec;

// Rules on the accounts in 26 to 51.
public static partial class QrisRules
{
    /// <summary>
    /// The account does not say whose network it belongs to (00). QRIS national text (ASPI / Bank Indonesia), tags 26-45.00.
    /// </summary>
    public static QrisRule AccountIdMissing { get; } =
        Reject("account_id_missing", "QRIS national text (ASPI / Bank Indonesia), tags 26-45.00", "object 00",
        "The account does not say whose network it belongs to (00).",
        "Akun tidak menyatakan jaringan pemiliknya (00).");

    /// <summary>The template has no globally unique identifier (00). EMVCo MPM, templates 26-51 and 80-99.</summary>
    public static QrisRule TemplateIdMissing { get; } = Warn("template_id_missing", "EMVCo MPM, templates 26-51 and 80-99", "object 00",
        "The template has no globally unique identifier (00).",
        "Templat tidak memiliki pengenal unik global (00).");

    /// <summary>The globally unique identifier is longer than 32 characters. EMVCo MPM, templates 26-51.00.</summary>
    public static QrisRule GlobalIdLong { get; } = Warn("global_id_long", "EMVCo MPM, templates 26-51.00", "at most 32 characters",
        "The globally unique identifier is longer than 32 characters.",
        "Pengenal unik global lebih dari 32 karakter.");

    /// <summary>The merchant's PAN (01) is missing. QRIS national text (ASPI / Bank Indonesia), tags 26-45.01.</summary>
    public static QrisRule PanMissing { get; } =
        Reject("pan_missing", "QRIS national text (ASPI / Bank Indonesia), tags 26-45.01", "object 01",
        "The merchant's PAN (01) is missing.",
        "PAN merchant (01) tidak ada.");

    /// <summary>The merchant's PAN is not digits only. QRIS national text (ASPI / Bank Indonesia), tags 26-45.01.</summary>
    public static QrisRule PanMalformed { get; } =
        Reject("pan_malformed", "QRIS national text (ASPI / Bank Indonesia), tags 26-45.01", "digits only",
        "The merchant's PAN is not digits only.",
        "PAN merchant tidak hanya berisi angka.");

    /// <summary>The merchant's PAN is longer than 19 digits. QRIS national text (ASPI / Bank Indonesia), tags 26-45.01.</summary>
    public static QrisRule PanTooLong { get; } =
        Reject("pan_too_long", "QRIS national text (ASPI / Bank Indonesia), tags 26-45.01", "at most 19 digits",
        "The merchant's PAN is longer than 19 digits.",
        "PAN merchant lebih dari 19 angka.");

    /// <summary>
    /// The merchant's PAN does not begin with an Indonesian institution's number. QRIS national text (ASPI / Bank Indonesia), national
    /// numbering system.
    /// </summary>
    public static QrisRule PanPrefix { get; } =
        Warn("pan_prefix", "QRIS national text (ASPI / Bank Indonesia), national numbering system",
            "9360 and the institution's four digits",
        "The merchant's PAN does not begin with an Indonesian institution's number.",
        "PAN merchant tidak diawali nomor lembaga Indonesia.");

    /// <summary>The PAN's ninth digit is reserved. QRIS national text (ASPI / Bank Indonesia), ninth digit of the PAN.</summary>
    public static QrisRule PanKindReserved { get; } =
        Lenient("pan_kind_reserved", "QRIS national text (ASPI / Bank Indonesia), ninth digit of the PAN", "0, 1, 2 or 3",
        "The PAN's ninth digit is reserved.",
        "Angka kesembilan PAN masih dicadangkan.");

    /// <summary>The merchant id (02) is missing. QRIS national text (ASPI / Bank Indonesia), tags 26-45.02.</summary>
    public static QrisRule MerchantIdMissing { get; } =
        Warn("merchant_id_missing", "QRIS national text (ASPI / Bank Indonesia), tags 26-45.02", "object 02",
        "The merchant id (02) is missing.",
        "Id merchant (02) tidak ada.");

    /// <summary>The merchant id is longer than 15 characters. QRIS national text (ASPI / Bank Indonesia), tags 26-45.02.</summary>
    public static QrisRule MerchantIdLong { get; } =
        Warn("merchant_id_long", "QRIS national text (ASPI / Bank Indonesia), tags 26-45.02", "at most 15 characters",
        "The merchant id is longer than 15 characters.",
        "Id merchant lebih dari 15 karakter.");

    /// <summary>
    /// The merchant criteria (03) are missing; issuers assume URE. QRIS national text (ASPI / Bank Indonesia), tags 26-45.03.
    /// </summary>
    public static QrisRule CriteriaMissing { get; } =
        Warn("criteria_missing", "QRIS national text (ASPI / Bank Indonesia), tags 26-45.03", "object 03",
        "The merchant criteria (03) are missing; issuers assume URE.",
        "Kriteria merchant (03) tidak ada; penerbit menganggapnya URE.");

    /// <summary>The merchant criteria are none of the seven. QRIS national text (ASPI / Bank Indonesia), tags 26-45.03.</summary>
    public static QrisRule CriteriaUnknown { get; } =
        Reject("criteria_unknown", "QRIS national text (ASPI / Bank Indonesia), tags 26-45.03", "UMI, UKE, UME, UBE, URE, PSO or BLU",
        "The merchant criteria are none of the seven.",
        "Kriteria merchant bukan salah satu dari ketujuhnya.");

    /// <summary>
    /// The national repository's entry (51) with the NMID is missing. QRIS national text (ASPI / Bank Indonesia), tag 51; live codes
    /// without it.
    /// </summary>
    public static QrisRule RepositoryMissing { get; } =
        Warn("repository_missing", "QRIS national text (ASPI / Bank Indonesia), tag 51; live codes without it", "object 51",
        "The national repository's entry (51) with the NMID is missing.",
        "Entri repositori nasional (51) dengan NMID tidak ada.");

    /// <summary>
    /// The national repository's entry does not name the repository (00). QRIS national text (ASPI / Bank Indonesia), tag 51.00.
    /// </summary>
    public static QrisRule RepositoryIdMissing { get; } =
        Warn("repository_id_missing", "QRIS national text (ASPI / Bank Indonesia), tag 51.00", "ID.CO.QRIS.WWW",
        "The national repository's entry does not name the repository (00).",
        "Entri repositori nasional tidak menyebut repositorinya (00).");

    /// <summary>
    /// The national repository's entry names an older or another repository. QRIS national text (ASPI / Bank Indonesia), tag 51.00; live
    /// codes show others.
    /// </summary>
    public static QrisRule RepositoryIdUnusual { get; } =
        Warn("repository_id_unusual", "QRIS national text (ASPI / Bank Indonesia), tag 51.00; live codes show others", "ID.CO.QRIS.WWW",
        "The national repository's entry names an older or another repository.",
        "Entri repositori nasional menyebut repositori lama atau lain.");

    /// <summary>The NMID (51.02) is missing. QRIS national text (ASPI / Bank Indonesia), tag 51.02.</summary>
    public static QrisRule NmidMissing { get; } = Warn("nmid_missing", "QRIS national text (ASPI / Bank Indonesia), tag 51.02", "object 02",
        "The NMID (51.02) is missing.",
        "NMID (51.02) tidak ada.");

    /// <summary>The NMID is not ID and 13 digits. QRIS national text (ASPI / Bank Indonesia), tag 51.02.</summary>
    public static QrisRule NmidMalformed { get; } =
        Warn("nmid_malformed", "QRIS national text (ASPI / Bank Indonesia), tag 51.02", "ID and 13 digits",
        "The NMID is not ID and 13 digits.",
        "NMID bukan ID dan 13 angka.");

    /// <summary>
    /// The criteria in the national repository's entry are none of the seven. QRIS national text (ASPI / Bank Indonesia), tag 51.03.
    /// </summary>
    public static QrisRule RepositoryCriteriaUnknown { get; } =
        Warn("repository_criteria_unknown", "QRIS national text (ASPI / Bank Indonesia), tag 51.03", "UMI, UKE, UME, UBE, URE, PSO or BLU",
        "The criteria in the national repository's entry are none of the seven.",
        "Kriteria dalam entri repositori nasional bukan salah satu dari ketujuhnya.");
}
