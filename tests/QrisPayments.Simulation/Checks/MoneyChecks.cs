using QrisPayments.Simulation.Model;

namespace QrisPayments.Simulation.Checks;

/// <summary>Every rupiah that was sent is in the books exactly once, and nothing else is.</summary>
internal static class MoneyChecks
{
    public static void Check(Books books, Bank bank, Findings findings)
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
        foreach (var money in bank.Transfers)
            if (!money.References.Any(reference => heard.Contains((money.Account, reference))))
                findings.Add($"{money} was told and is not in the books.");
        // A gateway's reference is only one of several names; what an app was answered must be there under its own.
        foreach (var ((account, reference), money) in byReference)
            if (!heard.Contains((account, reference))) findings.Add($"{money} was told as {reference}, which is not in the books.");

        CheckCounts(books, bank, findings);
    }

    /// <summary>
    /// Which of two reports of one amount repeats the other is open; how many do is not: what counts (repeats nothing) is as much as
    /// was sent.
    /// </summary>
    private static void CheckCounts(Books books, Bank bank, Findings findings)
    {
        var sent = bank.Transfers.GroupBy(money => (money.Account, money.Amount)).ToDictionary(group => group.Key, group => group.ToList());
        var counted = books.Credits.Where(credit => credit.SameAs is null).ToLookup(credit => (credit.Account, credit.Amount));
        foreach (var (key, transfers) in sent)
        {
            var credits = counted[key].ToList();
            if (credits.Count == transfers.Count) continue;
            findings.Add($"Rp{key.Amount} arrived at {key.Account} {transfers.Count} times and is counted {credits.Count} times:"
                + string.Concat(transfers.Select(money => $"\n    {money}"))
                + string.Concat(books.Credits.Where(credit => (credit.Account, credit.Amount) == key)
                    .Select(credit => $"\n    {Text(credit)}: "
                    + $"{credit.Outcome}{(credit.SameAs is null ? "" : ", the same as " + credit.SameAs)}")));
        }
        var (all, booked) = (bank.Transfers.Sum(money => money.Amount),
            books.Credits.Where(credit => credit.SameAs is null).Sum(credit => credit.Amount));
        findings.Add(all == booked, $"Rp{all} was sent, Rp{booked} is counted.");
    }

    private static string Text(BookedCredit credit) => $"Credit {credit.Id} ({credit.Account}, {credit.Reference}, Rp{credit.Amount})";
}
