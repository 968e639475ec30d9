using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>
/// Lets payments out of the module. A total that was never shown may be given to another payment when all are held
/// (<see cref="UnshownTotals"/>), so what shows one notes that first, once; a further view costs nothing more.
/// </summary>
internal static class ShownPayments
{
    /// <summary>The rows as they may be shown.</summary>
    /// <param name="session">No host's transaction, which may see old rows.</param>
    /// <param name="rows">As they were just read.</param>
    /// <param name="readAgainAsync">Reads them anew.</param>
    public static async Task<List<T>> ShowAsync<T>(DbSession session, List<T> rows, Func<Task<List<T>>> readAgainAsync)
        where T : PaymentRow
    {
        // Each further look means that another was first: one more of them is shown, or has ended.
        while (true)
        {
            var unshown = rows.Where(row => row.IsUnshown).Select(row => row.AttemptId!).Distinct().ToList();
            if (unshown.Count == 0 || await PaymentBook.ShowAsync(session, unshown) == unshown.Count) return rows;
            rows = await readAgainAsync();
        }
    }

    /// <summary>The row as it may be shown, or null.</summary>
    /// <param name="session">No host's transaction.</param>
    /// <param name="row">As it was just read.</param>
    public static async Task<PaymentRow?> ShowAsync(DbSession session, PaymentRow? row)
    {
        if (row is not { IsUnshown: true }) return row;
        var shown = await ShowAsync(session, [row],
            async () => await PaymentReader.FindRowAsync(session, row.Id) is { } fresh ? [fresh] : []);
        return shown.FirstOrDefault();
    }

    /// <summary>The payment without anything by which it can be paid: nothing that has to be noted.</summary>
    public static Payment WithoutCode(this Payment payment) => payment.Status != PaymentStatus.Pending ? payment : payment with
    {
        UniqueCode = null, TotalAmount = null, QrString = null, PayerTypesAmount = false, ProviderUrl = null, Instructions = null,
    };

    /// <summary>The same of all payments in an answer.</summary>
    public static CreateResult WithoutCodes(this CreateResult result) => result switch
    {
        CreateResult.Created created => new CreateResult.Created(created.New.WithoutCode()),
        CreateResult.OrderHasOpenPayment open => new CreateResult.OrderHasOpenPayment(open.Open.WithoutCode()),
        CreateResult.OrderChanged changed => changed with { Open = changed.Open.WithoutCode() },
        _ => result,
    };
}
