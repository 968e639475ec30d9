using System.ComponentModel.DataAnnotations;

namespace QrisPayments.BayarGg;

/// <summary>BAYAR GG's ways to pay.</summary>
public enum BayarGgMethod
{
    /// <summary><c>qris</c>, up to Rp500.000.</summary>
    [Display(Name = "QRIS")]
    Qris,

    /// <summary><c>qris_bayar_gg</c>, up to the limit that BAYAR GG sets.</summary>
    [Display(Name = "QRIS BAYAR GG (your own merchant)")]
    QrisBayarGg,

    /// <summary><c>qris_user</c>.</summary>
    [Display(Name = "BRI Merchant QRIS")]
    QrisUser,

    /// <summary><c>gopay_qris</c>.</summary>
    [Display(Name = "GoPay Merchant QRIS")]
    GopayQris,

    /// <summary><c>qris_livin</c>, which only BAYAR GG's newer documents name.</summary>
    [Display(Name = "Livin' Merchant QRIS")]
    QrisLivin,

    /// <summary><c>ovo</c>: no QR, the customer goes to BAYAR GG's page.</summary>
    [Display(Name = "OVO")]
    Ovo,

    /// <summary>Nothing is sent, and BAYAR GG takes the first that works for the account.</summary>
    [Display(Name = "BAYAR GG chooses")]
    Automatic,
}

/// <summary>The methods by their names on the wire.</summary>
internal static class BayarGgMethods
{
    /// <summary>Its name; null for <see cref="BayarGgMethod.Automatic"/>.</summary>
    public static string? Name(this BayarGgMethod method) => method switch
    {
        BayarGgMethod.Qris => "qris",
        BayarGgMethod.QrisBayarGg => "qris_bayar_gg",
        BayarGgMethod.QrisUser => "qris_user",
        BayarGgMethod.GopayQris => "gopay_qris",
        BayarGgMethod.QrisLivin => "qris_livin",
        BayarGgMethod.Ovo => "ovo",
        _ => null,
    };
}
