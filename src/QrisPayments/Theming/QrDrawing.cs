using System.Globalization;
using System.Net;
using System.Text;
using QRCoder;

namespace QrisPayments.Theming;

/// <summary>One QR as SVG and as PNG: always black on white, whatever the page's theme.</summary>
internal sealed class QrDrawing
{
    /// <summary>Gallery scanners of some wallets fail on small pictures.</summary>
    private const int MinPixels = 1000;

    private readonly Lazy<byte[]> _png;
    private readonly int _size;
    private readonly string _path;

    public QrDrawing(QRCodeData data, QrMerchant merchant)
    {
        Merchant = merchant;
        _size = data.ModuleMatrix.Count;
        _path = PathOf(data);
        _png = new(() =>
        {
            using var png = new PngByteQRCode(data);
            return png.GetGraphic((MinPixels + _size - 1) / _size);
        });
    }

    public QrMerchant Merchant { get; }

    public byte[] Png => _png.Value;

    /// <summary>For the inside of a page.</summary>
    public string Inline(string label) => Svg($" class=\"qr\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(label)}\"");

    /// <summary>A file of its own.</summary>
    public string File() => Svg($" width=\"{MinPixels}\" height=\"{MinPixels}\"");

    private string Svg(string attributes) =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {_size} {_size}\" shape-rendering=\"crispEdges\"{attributes}>"
        + $"<path fill=\"#fff\" d=\"M0 0h{_size}v{_size}H0z\"/><path stroke=\"#000\" d=\"{_path}\"/></svg>";

    /// <summary>Every run of dark modules is a stroke along the middle of its row: half the length of filled boxes.</summary>
    private static string PathOf(QRCodeData data)
    {
        var path = new StringBuilder(8 * 1024);
        for (var y = 0; y < data.ModuleMatrix.Count; y++)
        {
            var row = data.ModuleMatrix[y];
            var pen = -1;
            for (var x = 0; x < row.Count; x++)
            {
                if (!row[x])
                    continue;
                var start = x;
                while (x < row.Count && row[x])
                    x++;
                _ = pen < 0
                    ? path.Append(CultureInfo.InvariantCulture, $"M{start} {y}.5h{x - start}")
                    : path.Append(CultureInfo.InvariantCulture, $"m{start - pen} 0h{x - start}");
                pen = x;
            }
        }
        return path.ToString();
    }
}
