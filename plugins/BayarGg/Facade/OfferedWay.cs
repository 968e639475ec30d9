using QrisPayments.Plugins;

namespace QrisPayments.BayarGg;

/// <summary>One of the gateway's methods, and the shop's own method that serves it.</summary>
/// <remarks>
/// The four kinds of QRIS differ at BAYAR GG in whose merchant account the money reaches: its own, one that it assigned, one at BRI,
/// one at GoPay. To the payer all of them are a QRIS that every bank and wallet pays, and here all of them reach the shop's own
/// account; so every provider of QRIS stands behind each. OVO is another thing: money sent to an OVO account, without a QRIS.
/// </remarks>
/// <param name="Id">Its name on the wire.</param>
/// <param name="Name">Its name for people (<c>payment_method_label</c>).</param>
/// <param name="Description">What it is, in the gateway's language.</param>
/// <param name="Missing">What a shop lacks that cannot take it.</param>
/// <param name="Takes">Our name of the method behind it (<see cref="FacadeMethod.Method"/>).</param>
internal sealed record OfferedWay(string Id, string Name, string Description, string Missing, string Takes)
{
    /// <summary>BAYAR GG's own limit of <c>qris</c>, unless the app's settings say another (WIRE B11).</summary>
    private const long MaxByQris = 500_000;

    public static readonly OfferedWay Qris =
        new(BayarGgMethod.Qris.Name()!, "QRIS", "Pembayaran via QRIS", "Akun QRIS harus terhubung", "qris");
    public static readonly OfferedWay QrisBayarGg =
        new(BayarGgMethod.QrisBayarGg.Name()!, "QRIS BAYAR GG", "Pembayaran via QRIS merchant sendiri", "Akun QRIS harus terhubung",
            "qris");
    public static readonly OfferedWay QrisUser =
        new(BayarGgMethod.QrisUser.Name()!, "BRI QRIS", "Pembayaran via QRIS merchant sendiri", "BRI Merchant harus terhubung", "qris");
    public static readonly OfferedWay GopayQris =
        new(BayarGgMethod.GopayQris.Name()!, "GoPay QRIS", "Pembayaran via QRIS merchant sendiri", "GoPay Merchant harus terhubung",
            "qris");
    public static readonly OfferedWay Ovo =
        new(BayarGgMethod.Ovo.Name()!, "OVO", "Pembayaran ke akun OVO", "Akun OVO harus terhubung", "ovo");

    /// <summary>In the order in which a blank <c>payment_method</c> tries them.</summary>
    public static readonly IReadOnlyList<OfferedWay> All = [Qris, QrisBayarGg, QrisUser, GopayQris, Ovo];

    public static OfferedWay? Find(string id) => All.FirstOrDefault(way => way.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    public static string Ids => string.Join(", ", All.Select(way => way.Id));

    /// <summary>A created payment brings its QR along (shape 1); for the others the customer goes to the payment page (shape 2).</summary>
    public bool BringsQr => this == Qris || this == QrisBayarGg;

    /// <summary>The shop puts the amount into a code of the merchant when a create says <c>use_qris_converter</c>.</summary>
    public bool HasConverter => this == QrisUser || this == GopayQris;

    /// <summary>The largest amount that this app may ask for; null when the shop has no provider for this method.</summary>
    public long? MaxFor(IFacadeApp app)
    {
        var behind = app.Methods.Where(method => method.Method == Takes).ToList();
        if (behind.Count == 0) return null;
        var own = this == Qris && !app.Info.Limits.ContainsKey(Id) ? MaxByQris : app.Info.MaxFor(Id);
        return Math.Min(own, behind.Max(method => method.MaxAmount));
    }
}
