using QrisPayments.Checkout;

namespace QrisPayments.Theming;

/// <summary>A page that says why a request was not served, in the shop's look.</summary>
/// <param name="Request">The request.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Text">What the customer can do.</param>
/// <param name="Link">Where to go on; null when there is nothing to lead to.</param>
internal sealed record NoticeModel(PaymentRequest Request, string Title, string Text, string? Link)
{
    public PageTexts Texts => Request.Texts;

    public CheckoutShop Shop => Request.Shop();
}
