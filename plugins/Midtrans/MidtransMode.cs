using System.ComponentModel.DataAnnotations;

namespace QrisPayments.Midtrans;

/// <summary>How the customer meets Midtrans.</summary>
public enum MidtransMode
{
    /// <summary>The QR is on our own checkout.</summary>
    [Display(Name = "QRIS on my checkout (Core API)")]
    CoreQris,

    /// <summary>The customer goes to Midtrans's page.</summary>
    [Display(Name = "Midtrans's payment page (Snap)")]
    Snap,
}

/// <summary>Who issues the QR at Midtrans.</summary>
public enum MidtransAcquirer
{
    /// <summary><c>gopay</c>.</summary>
    [Display(Name = "GoPay")]
    GoPay,

    /// <summary><c>airpay shopee</c>.</summary>
    [Display(Name = "ShopeePay")]
    ShopeePay,
}
