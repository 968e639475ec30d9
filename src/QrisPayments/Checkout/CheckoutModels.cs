using Microsoft.AspNetCore.Http;
using QrisPayments.Outbox;
using QrisPayments.Theming;
using QrisPayments.Web;

namespace QrisPayments.Checkout;

/// <summary>Puts together what the pages show.</summary>
internal sealed class CheckoutModels(EmbeddedAssets assets, ShopColors colors, QrCodes codes)
{
    public CheckoutModel Page(CheckoutRequest request, Payment payment, string formToken)
    {
        var texts = request.Texts;
        var drawing = CheckoutStates.Scannable(payment, request.Now) is { } payload ? codes.Draw(payload) : null;
        var total = Rupiah.Format(payment.TotalAmount ?? payment.Amount);
        return new CheckoutModel
        {
            Payment = payment,
            State = CheckoutStates.Of(payment, request.Now),
            Language = texts.Language,
            Shop = Shop(request, drawing?.Merchant.Name),
            Links = new CheckoutLinks
            {
                Page = request.Link(),
                OtherLanguage = request.Link(language: texts.OtherLanguage),
                Status = request.Link("/status"),
                Events = request.Link("/events"),
                QrPng = request.Link("/qr.png"),
                Receipt = request.Link("/receipt"),
                Cancel = request.Link("/cancel"),
                Claim = request.Link("/claim"),
                Simulate = request.Sandbox && !payment.LiveMode ? request.Link("/simulate") : null,
                Back = Back(request, payment.RedirectUrl),
                StyleSheet = Asset(request, "Checkout/checkout.css"),
                ColorSheet = ColorSheet(request),
                Script = Asset(request, "Checkout/checkout.js"),
            },
            QrSvg = drawing?.Inline(CheckoutView.Fill(texts.QrLabel, total)),
            MerchantName = drawing?.Merchant.Name,
            FormToken = formToken,
            Now = request.Now,
            Sandbox = request.Sandbox,
        };
    }

    public NoticeModel Notice(CheckoutRequest request, string title, string text, bool linked) =>
        new(request.Texts, Shop(request, null), title, text,
            Asset(request, "Checkout/checkout.css"), ColorSheet(request), linked ? request.Link() : null);

    public string Asset(CheckoutRequest request, string name) => request.Root + assets[name].Path;

    public string ColorSheet(CheckoutRequest request) => request.Root + colors.SheetFor(request.Look.Color).Path;

    public static CheckoutShop Shop(CheckoutRequest request, string? merchant) => Shop(request.Http.Request, request.Look, merchant);

    public static CheckoutShop Shop(HttpRequest request, CheckoutOptions settings, string? merchant)
    {
        var logo = settings.Logo is ['/', ..] path ? request.PathBase.ToUriComponent() + path : settings.Logo;
        return new CheckoutShop { Name = settings.ShopName ?? merchant ?? PublicLinks.Host(request) ?? "", Logo = logo, Color = settings.Color };
    }

    // Was checked when the payment was made; what becomes a link is looked at again where the link is written.
    private static string? Back(CheckoutRequest request, string? url) => url switch
    {
        null => null,
        ['/', '/' or '\\', ..] => null,
        ['/', ..] => request.Http.Request.PathBase.ToUriComponent() + url,
        _ => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? uri.AbsoluteUri : null,
    };
}
