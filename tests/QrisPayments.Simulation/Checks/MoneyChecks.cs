using QrisPayments.Simulation.Model;

namespace QrisPayments.Simulation.Checks;

/// <summary>Every rupiah that was sent is in the books exactly once, and nothing else is.</summary>
internal static class MoneyChecks
{
    public static void Check(Books books, Bank bank, Findings findings, Figures figures)
    {
        var byReference = new Dictionary<(string Account, string Reference), Transfer>();
        foreach (var money in bank.Transfers)
            foreach (var reference in money.References) byReference[(money.Account, reference)] = money;

        foreach (var credit in books.Credits)
        {
            if (!byReference.TryGetValue((credit.Account, credit.Reference), out var money))
                findings.Add($"{Text(credit)} is about money that was never sent.");
            else if (credit.Amount != money.Amount)
                findings.Add($"{Text(credit)} has another amount than {money}.");
            else if (credit.Outcome == "matched" && credit.PaymentId != money.PaymentId)
                findings.Add($"{Text(credit)} paid {credit.PaymentId}, but {money} was meant for another.");
        }
        var heard = books.Credits.Select(credit => (credit.Account, credit.Reference)).ToHashSet();
        // What an app was answered must be there under its own reference, whether or not another source told of the same.
        foreach (var ((account, reference), money) in byReference)
            if (!heard.Contains((account, reference))) findings.Add($"{money} was told as {reference}, which is not in the books.");

        CheckCounts(books, bank, findings, figures);
    }

    /// <summary>
    /// Which of two reports of one amount repeats the other is open; how many do is not: what counts (repeats nothing) is as much as
    /// was sent. Where a person has to find out, it may be more for the time being, and never less.
    /// </summary>
    private static void CheckCounts(Books books, Bank bank, Findings findings, Figures figures)
    {
        var counted = books.Credits.Where(credit => credit.SameAs is null).ToLookup(credit => (credit.Account, credit.Amount));
        foreach (var sent in bank.Transfers.GroupBy(money => (money.Account, money.Amount)))
        {
            var (transfers, credits) = (sent.ToList(), counted[sent.Key].ToList());
            if (credits.Count == transfers.Count) continue;
            if (credits.Count > transfers.Count && transfers.Exists(books.IsBlurred)
                && credits.Exists(credit => credit.Outcome == "review"))
                figures.Count("totals whose money a person has to tell apart");
            else
                findings.Add($"Rp{sent.Key.Amount} arrived at {sent.Key.Account} {transfers.Count} times and is "
                    + $"counted {credits.Count} times:"
                    + string.Concat(transfers.Select(money => $"\n    {money}"))
                    + string.Concat(books.Credits.Where(credit => (credit.Account, credit.Amount) == sent.Key)
                        .Select(credit => $"\n    {Text(credit)}: {credit.Outcome}{SameAs(credit)}")));
        }
    }

    private static string SameAs(BookedCredit credit) => credit.SameAs is { } first ? $", the same as {first}" : "";

    private static string Text(BookedCredit credit) => $"Credit {credit.Id} ({credit.Account}, {credit.Reference}, Rp{credit.Amount})";
}
