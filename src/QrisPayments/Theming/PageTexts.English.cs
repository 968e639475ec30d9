namespace QrisPayments.Theming;

internal sealed partial record PageTexts
{
    public static readonly PageTexts English = new()
    {
        Language = "en",
        OtherLanguage = "id",
        OtherLanguageName = "Bahasa Indonesia",

        PageTitle = "Payment {0}",
        Sandbox = "Sandbox – no real money moves.",
        Simulate = "Simulate the payment",
        Footer = "QRIS works with every bank and e-wallet app in Indonesia.",
        PaymentId = "Payment ID",
        Offline = "Connection lost. Trying again…",
        ReloadsByItself = "This page reloads every {0} seconds.",
        Reload = "Reload",

        Waiting = "Waiting for payment",
        Total = "Total to pay",
        Copy = "Copy",
        CopyAmount = "Copy amount",
        Copied = "Copied",
        LastDigitsAreCode = "The last {0} are a unique code – pay exactly to the rupiah so that we recognise it at once.",
        IncludesCode = "Includes a unique code of {0} – pay exactly to the rupiah so that we recognise it at once.",
        TypeAmount = "This QR carries no amount: type exactly {0} in your app.",
        PayBefore = "Pay before {0}",
        TimeLeft = "Time left",
        OneMinuteLeft = "One minute left.",
        QrLabel = "QRIS code to pay {0}",
        Recipient = "Recipient",
        SaveQr = "Save QR image",
        SaveQrHint = "Paying with this phone? Save the QR image, then pick it from the gallery in your app.",
        HowToPay = "How to pay",
        PhoneSteps =
        [
            "Save the QR image to your phone.",
            "Open any bank or e-wallet app and choose QRIS or Scan.",
            "Tap the gallery icon and pick the QR image.",
            "Check that the amount is {0}, then pay.",
        ],
        DeskSteps =
        [
            "Open any bank or e-wallet app on your phone.",
            "Choose QRIS or Scan and point the camera at this code.",
            "Check that the amount is {0}, then pay.",
        ],
        TurnsByItself = "Stay on this page: it changes by itself as soon as the money arrives.",
        Continue = "Continue to payment",
        ContinueHint = "You will be taken to the payment provider’s page.",
        HavePaid = "I have paid",
        HavePaidHint = "Paid, but this page has not changed? Tell the shop, and a person will check.",
        Cancel = "Cancel payment",
        CancelQuestion = "Really cancel? Do not cancel if you have already paid.",
        CancelYes = "Yes, cancel it",
        NotPaidYet = "Not paid after all?",
        NotPaidYetHint = "Your QR is valid until {0}.",

        Order = "Order details",
        OrderNumber = "Order number",
        Price = "Price",
        UniqueCode = "Unique code",
        Fee = "Service fee",
        Sum = "Total",

        PreparingTitle = "Preparing your payment",
        PreparingText = "Your QRIS code is being made. This usually takes a few seconds.",
        ReviewTitle = "Your payment is being checked",
        ReviewText = "The shop is matching your payment. This page changes by itself when that is done – you may also close "
            + "it and come back later.",
        ReviewTip = "Keep the proof of payment from your bank or e-wallet app.",
        PaidTitle = "Payment received",
        PaidText = "Thank you! {0} has received your payment.",
        PaidAt = "Paid",
        Receipt = "View receipt",
        BackTo = "Back to {0}",
        ReturnsIn = "Taking you back to the shop in {0} seconds.",
        Stay = "Stay here",
        ExpiredTitle = "Time to pay has run out",
        ExpiredText = "This QRIS code is no longer valid. Do not pay with a saved QR image; go back to the shop to pay with a new code.",
        ExpiredPaid = "Already paid? Don’t worry: keep the proof of payment and tell the shop.",
        CancelledTitle = "Payment cancelled",
        CancelledText = "There is nothing left to pay. Please do not use a saved QR image.",
        FailedTitle = "The payment could not be prepared",
        FailedText = "The payment service has a problem, and no money was taken. Go back to the shop and try again in a moment.",

        NotFoundTitle = "Payment not found",
        NotFoundText = "Please check the link: part of it may have been lost when it was copied. If it stays this way, "
            + "contact the shop you ordered from.",
        ForbiddenTitle = "This page is out of date",
        ForbiddenText = "Nothing was done, because the form did not come from this payment’s page. Open the payment page again and retry.",
        NoReceiptTitle = "No receipt yet",
        NoReceiptText = "The receipt appears once the payment has been received.",
        BadFormTitle = "The request could not be read",
        BadFormText = "Open the payment page again and retry.",
        ToPayment = "Go to the payment page",
    };
}
