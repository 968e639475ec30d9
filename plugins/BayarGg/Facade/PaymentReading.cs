using System.Globalization;
using QrisPayments.BayarGg.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg;

/// <summary><c>check-payment</c> and <c>list-payments</c>.</summary>
internal static class PaymentReading
{
    private const int DefaultLimit = 20;
    private const int MaxPerPage = 100;

    public static async Task<FacadeAnswer> CheckAsync(FacadeRequest request, IFacadeApp app, CancellationToken cancellationToken)
    {
        if (RequestBody.Text(request.Query.GetValueOrDefault("invoice")) is not { } invoice)
            return Reply.Error(400, "invoice is required.");
        if (await app.FindAsync(invoice, cancellationToken) is not { } found) return Reply.NoSuchInvoice;
        return Reply.Of(new CheckPaymentAnswer
        {
            Success = true,
            InvoiceId = found.Reference,
            Status = Reply.Status(found),
            Amount = found.Payment.Amount,
            FinalAmount = found.Payment.TotalAmount,
            PaymentMethod = found.Method,
            PaidAt = Reply.Time(found.Payment.PaidAt),
            PaidReffNum = found.PaidReference,
            ExpiresAt = Reply.Time(found.Payment.ExpiresAt),
        }, WireJson.Default.CheckPaymentAnswer);
    }

    public static async Task<FacadeAnswer> ListAsync(FacadeRequest request, IFacadeApp app, CancellationToken cancellationToken)
    {
        string? Asked(string name) => RequestBody.Text(request.Query.GetValueOrDefault(name));
        List<string> faults = [];
        var question = new FacadeQuery
        {
            Search = Asked("search"),
            Statuses = Statuses(Asked("status"), faults),
            Method = Method("payment_method", Asked("payment_method"), faults),
            PaidVia = Method("paid_via", Asked("paid_via"), faults),
            From = Day("start_date", Asked("start_date"), faults),
            To = Day("end_date", Asked("end_date"), faults),
            Page = Number(Asked("page"), 1, int.MaxValue),
            Limit = Number(Asked("limit"), DefaultLimit, MaxPerPage),
        };
        if (faults.Count > 0) return Reply.Error(400, string.Join(" ", faults));
        var page = await app.ListAsync(question, cancellationToken);
        return Reply.Of(new ListPaymentsAnswer
        {
            Success = true,
            Data = [.. page.Payments.Select(Row)],
            Pagination = new Pagination
            {
                Page = question.Page, Limit = question.Limit, Total = (int)Math.Min(page.Total, int.MaxValue),
                TotalPages = (int)Math.Min((page.Total + question.Limit - 1) / question.Limit, int.MaxValue),
            },
        }, WireJson.Default.ListPaymentsAnswer);
    }

    private static ListedPayment Row(FacadePayment found) => new()
    {
        InvoiceId = found.Reference,
        Amount = found.Payment.Amount,
        FinalAmount = found.Payment.TotalAmount,
        Status = Reply.Status(found),
        PaymentMethod = found.Method,
        PaidAt = Reply.Time(found.Payment.PaidAt),
        CreatedAt = Reply.Time(found.Payment.CreatedAt),
    };

    private static IReadOnlyList<PaymentStatus> Statuses(string? asked, List<string> faults)
    {
        switch (asked?.ToLowerInvariant())
        {
            case null: return [];
            case "pending": return [PaymentStatus.Pending];
            case "paid": return [PaymentStatus.Paid];
            case "expired": return [PaymentStatus.Expired];
            case "cancelled": return [PaymentStatus.Cancelled];
            default:
                faults.Add("status must be one of pending, paid, expired, cancelled.");
                return [];
        }
    }

    private static string? Method(string name, string? asked, List<string> faults)
    {
        if (asked is null) return null;
        if (OfferedWay.Find(asked) is { } way) return way.Id;
        faults.Add($"{name} must be one of {OfferedWay.Ids}.");
        return null;
    }

    private static DateOnly? Day(string name, string? asked, List<string> faults)
    {
        if (asked is null) return null;
        if (DateOnly.TryParseExact(asked, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        faults.Add($"{name} must be a day such as 2026-04-16.");
        return null;
    }

    /// <summary>As PHP reads page numbers: one that is too large becomes the last, and text that is no number becomes the default.</summary>
    private static int Number(string? asked, int usual, int max)
    {
        if (asked is null || !asked.All(char.IsAsciiDigit)) return usual;
        return long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number == 0 ? usual : (int)Math.Min(number, max)
            : max;
    }
}
