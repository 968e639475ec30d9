using Microsoft.AspNetCore.Http;
using QrisPayments.Outbox;
using QrisPayments.Theming;
using QrisPayments.Web;

namespace QrisPayments.Checkout;

/// <summary>Puts together what the page shows.</summary>
internal sealed class CheckoutModels(QrCodes codes)
{
    public CheckoutModel Page(PaymentRequest request, Payment payment, string formToken)
    {
        var texts = request.Texts;
        var drawing = CheckoutStates.Scannable(payment, request.Now) is { } payload ? codes.Draw(payload) : null;
        var total = Rupiah.Format(payment.TotalAmount ?? payment.Amount);
        return new CheckoutModel
        {
            Payment = payment,
            State = CheckoutStates.Of(payment, request.Now),
            Language = texts.Language,
            Shop = request.Shop(drawing?.Merchant.Name),
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
                ReplacedBy = payment.ReplacedBy is { } successor ? request.LinkTo(successor) : null,
                StyleSheet = request.Asset("Checkout/checkout.css"),
                ColorSheet = request.ColorSheet,
                Script = request.Asset("Checkout/checkout.js"),
            },
            QrSvg = drawing?.Inline(CheckoutView.Fill(texts.QrLabel, total)),
            MerchantName = drawing?.Merchant.Name,
            FormToken = formToken,
            Now = request.Now,
            Sandbox = request.Sandbox,
        };
    }

    // Was checked when the payment was made; what becomes a link is looked at again where the link is written.
    private static string? Back(PaymentRequest request, string? url) => url switch
    {
        null => null,
        ['/', '/' or '\\', ..] => null,
        ['/', ..] => request.Http.Request.PathBase.ToUriComponent() + url,
        _ => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? uri.AbsoluteUri : null,
    };
}
