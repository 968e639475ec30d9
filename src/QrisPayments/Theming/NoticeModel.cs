using QrisPayments.Checkout;

namespace QrisPayments.Theming;

/// <summary>A page that says why a request was not served, in the shop's look.</summary>
internal sealed record NoticeModel(
    CheckoutTexts Texts, CheckoutShop Shop, string Title, string Text, string StyleSheet, string ColorSheet, string? Link);
