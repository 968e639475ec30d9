using System.Globalization;

namespace DemoStore.Catalogue;

/// <summary>Prices are whole rupiah.</summary>
internal static class Price
{
    private static readonly NumberFormatInfo Dots = new() { NumberGroupSeparator = ".", NumberGroupSizes = [3] };

    /// <summary><c>Rp24.000</c></summary>
    public static string Format(long rupiah) => "Rp" + rupiah.ToString("#,0", Dots);
}
