namespace QrisPayments.Theming;

/// <summary>
/// Every word of the pages of a payment. The compiler sees to it that each language has all of them; <c>{0}</c> stands where
/// the page puts an amount, a time or a name.
/// </summary>
internal sealed partial record PageTexts
{
    public static readonly IReadOnlyList<string> Languages = ["id", "en"];

    public static PageTexts For(string language) => language == "en" ? English : Indonesian;

    public required string Language { get; init; }
    public required string OtherLanguage { get; init; }
    public required string OtherLanguageName { get; init; }

    // Frame
    public required string PageTitle { get; init; }
    public required string Sandbox { get; init; }
    public required string Simulate { get; init; }
    public required string Footer { get; init; }
    public required string PaymentId { get; init; }
    public required string Offline { get; init; }
    public required string ReloadsByItself { get; init; }
    public required string Reload { get; init; }

    // Pending
    public required string Waiting { get; init; }
    public required string Total { get; init; }
    public required string Copy { get; init; }
    public required string CopyAmount { get; init; }
    public required string CopyByHand { get; init; }
    public required string Copied { get; init; }
    public required string LastDigitsAreCode { get; init; }
    public required string IncludesCode { get; init; }
    public required string TypeAmount { get; init; }
    public required string PayBefore { get; init; }
    public required string TimeLeft { get; init; }
    public required string OneMinuteLeft { get; init; }
    public required string QrLabel { get; init; }
    public required string Recipient { get; init; }
    public required string SaveQr { get; init; }
    public required string SaveQrHint { get; init; }
    public required string HowToPay { get; init; }
    public required IReadOnlyList<string> PhoneSteps { get; init; }
    public required IReadOnlyList<string> DeskSteps { get; init; }
    public required string TurnsByItself { get; init; }
    public required string Continue { get; init; }
    public required string ContinueHint { get; init; }
    public required string HavePaid { get; init; }
    public required string HavePaidHint { get; init; }
    public required string Cancel { get; init; }
    public required string CancelQuestion { get; init; }
    public required string CancelYes { get; init; }
    public required string NotPaidYet { get; init; }
    public required string NotPaidYetHint { get; init; }

    // Order
    public required string Order { get; init; }
    public required string OrderNumber { get; init; }
    public required string Price { get; init; }
    public required string UniqueCode { get; init; }
    public required string Fee { get; init; }
    public required string Sum { get; init; }

    // Other states
    public required string PreparingTitle { get; init; }
    public required string PreparingText { get; init; }
    public required string BusyTitle { get; init; }
    public required string BusyText { get; init; }
    public required string ClosedTitle { get; init; }
    public required string ClosedText { get; init; }
    public required string ReviewTitle { get; init; }
    public required string ReviewText { get; init; }
    public required string ReviewTip { get; init; }
    public required string PaidTitle { get; init; }
    public required string PaidText { get; init; }
    public required string PaidAt { get; init; }
    public required string Receipt { get; init; }
    public required string Refunded { get; init; }
    public required string BackTo { get; init; }
    public required string ReturnsIn { get; init; }
    public required string Stay { get; init; }
    public required string ExpiredTitle { get; init; }
    public required string ExpiredText { get; init; }
    public required string ExpiredPaid { get; init; }
    public required string CancelledTitle { get; init; }
    public required string CancelledText { get; init; }
    public required string ReplacedTitle { get; init; }
    public required string ReplacedText { get; init; }
    public required string ReplacedContinue { get; init; }
    public required string FailedTitle { get; init; }
    public required string FailedText { get; init; }

    // Pages that answer a request which cannot be served
    public required string NotFoundTitle { get; init; }
    public required string NotFoundText { get; init; }
    public required string ForbiddenTitle { get; init; }
    public required string ForbiddenText { get; init; }
    public required string NoReceiptTitle { get; init; }
    public required string NoReceiptText { get; init; }
    public required string BadFormTitle { get; init; }
    public required string BadFormText { get; init; }
    public required string TooManyTitle { get; init; }
    public required string TooManyText { get; init; }
    public required string UnavailableTitle { get; init; }
    public required string UnavailableText { get; init; }
    public required string ToPayment { get; init; }
}
