using System.ComponentModel.DataAnnotations;
using QrisPayments.Plugins;

namespace QrisPayments.StaticQris;

/// <summary>Settings under <c>QrisPayments:Providers:static-qris</c>.</summary>
public sealed class StaticQrisSettings : ICheckSettings
{
    /// <summary>The text inside the merchant's printed QRIS: static, in rupiah, without an amount.</summary>
    [Required]
    [Display(Name = "Static QRIS", Description = "The text inside your printed QRIS. Scan it with any QR reader that shows text.")]
    public string Qris { get; set; } = "";

    /// <summary>
    /// False shows the printed code as it is, and the payer types the exact total: for wallets that refuse a code with
    /// the amount put in (Alipay is known for it).
    /// </summary>
    [Display(Name = "Put the amount into the QR")]
    public bool PutAmountIntoQr { get; set; } = true;

    /// <inheritdoc/>
    public IEnumerable<Fault> Check() => PrintedQris.Check(Qris, PutAmountIntoQr, nameof(Qris), nameof(PutAmountIntoQr));
}
