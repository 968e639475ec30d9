using QrisPayments.Plugins;

namespace QrisPayments.BayarGg;

/// <summary>Addresses that answers name: the gateway's own paths, on our own host and never on anybody else's (WIRE G11).</summary>
internal static class Addresses
{
    public const string Page = "pay";
    public const string Image = "qris-info/api/qr";

    /// <summary>The hosted payment page.</summary>
    public static string PageOf(FacadeRequest request, string invoice) => Of(request, $"{Page}?invoice={Uri.EscapeDataString(invoice)}");

    /// <summary>The image of a code as created payments name it.</summary>
    public static string? TextImageOf(FacadeRequest request, string? qr) =>
        qr is null ? null : Of(request, $"{Image}.php?text={Uri.EscapeDataString(qr)}");

    /// <summary>The image of a code as the converter names it.</summary>
    public static string DataImageOf(FacadeRequest request, string qr) => Of(request, $"{Image}.php?data={Uri.EscapeDataString(qr)}");

    private static string Of(FacadeRequest request, string path) => new Uri(request.Root, path).AbsoluteUri;
}
