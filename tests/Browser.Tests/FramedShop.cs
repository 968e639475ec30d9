using System.Net;
using System.Text;

namespace QrisPayments.Browser.Tests;

/// <summary>A shop whose checkout stands in a frame of another site, which is another port: to a browser that is another origin.</summary>
public sealed class FramedShop : Shop
{
    private readonly HttpListener _site = new();
    private string _origin = "";

    /// <summary>The other site's page with this payment in its frame, and a field to paste into.</summary>
    public string PageWith(string payment) => $"{_origin}/?{payment}";

    protected override void Configure(IDictionary<string, string?> settings, string folder)
    {
        _origin = $"http://127.0.0.1:{FreePort()}";
        settings["QrisPayments__Checkout__FrameAncestors__0"] = _origin;
        _site.Prefixes.Add(_origin + "/");
        _site.Start();
        _ = ServeAsync();
    }

    public override async Task DisposeAsync()
    {
        _site.Close();
        await base.DisposeAsync();
    }

    private async Task ServeAsync()
    {
        while (_site.IsListening)
        {
            HttpListenerContext visit;
            try
            {
                visit = await _site.GetContextAsync();
            }
            // Closed while it waited.
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            var payment = visit.Request.Url!.Query.TrimStart('?');
            var page = "<!DOCTYPE html><html lang=en><title>Another site</title><link rel=icon href=\"data:,\"><textarea></textarea>"
                + $"<iframe title=checkout width=380 height=700 src=\"{Address}/qris/pay/{payment}\"></iframe></html>";
            visit.Response.ContentType = "text/html; charset=utf-8";
            visit.Response.Close(Encoding.UTF8.GetBytes(page), willBlock: true);
        }
    }
}
