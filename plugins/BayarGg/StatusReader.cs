using QrisPayments.BayarGg.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg;

/// <summary>How a payment stands at BAYAR GG: the word that counts, whatever a webhook said (WIRE B5).</summary>
internal sealed class StatusReader(BayarGgApi api, BayarGgSettings settings)
{
    /// <summary>Clocks differ; an orphan is looked for so much before and after our own time of asking.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public async Task<StatusResult> ReadAsync(OpenedAttempt attempt, CancellationToken cancellationToken)
    {
        if (attempt.ProviderRef is { } invoice) return await CheckAsync(invoice, found: null, cancellationToken);
        return await FindAsync(attempt, cancellationToken) switch
        {
            Search.Found { Invoice: var orphan } => await CheckAsync(orphan, found: orphan, cancellationToken),
            Search.Ended { Status: var status } => status,
            _ => throw new InvalidOperationException(),
        };
    }

    private async Task<StatusResult> CheckAsync(string invoice, string? found, CancellationToken cancellationToken) =>
        await api.CheckAsync(invoice, cancellationToken) switch
        {
            GatewayAnswer<CheckPaymentAnswer>.Answered { StatusCode: >= 200 and < 300, Body: { Success: true } answer } =>
                Read(answer.Data ?? answer, invoice, found),
            GatewayAnswer<CheckPaymentAnswer>.Answered { StatusCode: 404 } => new StatusResult.NotFound(),
            GatewayAnswer<CheckPaymentAnswer>.Answered answered => Refused(answered),
            GatewayAnswer<CheckPaymentAnswer>.NotDone notDone => new StatusResult.Unknown(notDone.Message, notDone.RetryAfter),
            GatewayAnswer<CheckPaymentAnswer>.Unclear unclear => new StatusResult.Unknown(unclear.Message),
            _ => throw new InvalidOperationException(),
        };

    private StatusResult Read(CheckPaymentAnswer answer, string invoice, string? found)
    {
        if (answer.InvoiceId != invoice) return new StatusResult.Unreadable("BAYAR GG answered about another invoice.");
        return answer.Status?.Trim().ToLowerInvariant() switch
        {
            // The module holds the amount against the total in the books (WIRE G2); without one, nothing can be counted.
            "paid" when answer.FinalAmount is null => new StatusResult.Unreadable("BAYAR GG says paid without a final_amount."),
            // paid_reff_num may come later than "paid" does; the invoice is paid once and stands for the money from the beginning.
            "paid" => new StatusResult.Paid
            {
                Amount = answer.FinalAmount, At = Wib.TryParse(answer.PaidAt, out var at) ? at : null, Reference = invoice,
                ProviderRef = found, Found = Details(answer, invoice),
            },
            "pending" => new StatusResult.Pending(found) { Found = Details(answer, invoice) },
            "expired" => new StatusResult.Ended(AttemptEnd.Expired),
            "cancelled" or "canceled" => new StatusResult.Ended(AttemptEnd.Cancelled),
            var other => ReversalWords.Read(
                    other, "BAYAR GG says of this invoice that its money went back. Look at its dashboard.")
                ?? new StatusResult.Unreadable("BAYAR GG says a status that this plugin does not know.", answer.Status),
        };
    }

    /// <summary>
    /// What the create would have said. The answer has no QR, but the page of an invoice is always the payment page with its number, in
    /// every sample of BAYAR GG's text.
    /// </summary>
    private FoundAttempt Details(CheckPaymentAnswer answer, string invoice) => new()
    {
        TotalAmount = answer.FinalAmount,
        RedirectUrl = answer.FinalAmount is null || !string.IsNullOrEmpty(settings.PaymentUrl.Query) ? null
            : new Uri($"{settings.PaymentUrl.AbsoluteUri}?invoice={Uri.EscapeDataString(invoice)}"),
        ExpiresAt = Wib.TryParse(answer.ExpiresAt, out var end) ? end : null,
    };

    /// <summary>
    /// Looks for a payment whose answer got lost, by our reference in its description (WIRE B17). The list does not show the
    /// description: so only a search that finds exactly one, of this amount and this time, counts as having searched at all.
    /// </summary>
    private async Task<Search> FindAsync(OpenedAttempt attempt, CancellationToken cancellationToken)
    {
        var from = attempt.CreatedAt - Skew;
        switch (await api.SearchAsync(attempt.AttemptId, from, cancellationToken))
        {
            case GatewayAnswer<ListPaymentsAnswer>.Answered { StatusCode: >= 200 and < 300, Body: { Success: true, Data: { } rows } list }:
                if (rows.Count == 0) return new Search.Ended(new StatusResult.NotFound());
                return rows is [{ InvoiceId: { Length: > 0 } invoice } only] && list.Pagination?.Total is null or 1 && IsOurs(only, attempt)
                    ? new Search.Found(invoice)
                    : new Search.Ended(new StatusResult.Unreadable(
                        "BAYAR GG's list shows other payments than the one that was searched for."));
            case GatewayAnswer<ListPaymentsAnswer>.Answered answered:
                return new Search.Ended(Refused(answered));
            case GatewayAnswer<ListPaymentsAnswer>.NotDone notDone:
                return new Search.Ended(new StatusResult.Unknown(notDone.Message, notDone.RetryAfter));
            case GatewayAnswer<ListPaymentsAnswer>.Unclear unclear:
                return new Search.Ended(new StatusResult.Unknown(unclear.Message));
            default:
                throw new InvalidOperationException();
        }
    }

    private static bool IsOurs(ListedPayment row, OpenedAttempt attempt) =>
        row.Amount == attempt.Amount && Wib.TryParse(row.CreatedAt, out var at) && at >= attempt.CreatedAt - Skew
            && at <= attempt.CreatedAt + Skew;

    private static StatusResult Refused<T>(GatewayAnswer<T>.Answered answered) =>
        answered.StatusCode is 401 or 403 ? new StatusResult.Unknown("BAYAR GG refuses the API key.")
        : answered.IsAnswer ? new StatusResult.Unreadable($"BAYAR GG answered {answered.StatusCode} without a payment.")
        : new StatusResult.Unknown($"BAYAR GG answered {answered.StatusCode} without a payment.");

    private abstract record Search
    {
        public sealed record Found(string Invoice) : Search;

        public sealed record Ended(StatusResult Status) : Search;
    }
}
