#pragma warning disable CS1591 // The names are the sentences.
using Xunit;
using QrisPayments.Payments;
using QrisPayments.Plugins;

namespace QrisPayments.Testing;

public abstract partial class GatewayConformance
{
    [Fact]
    public async Task A_cancel_that_worked_is_told_from_one_that_came_too_late()
    {
        if (!Has<ICancelAttempts>(out var cancel)) return;
        var payment = NewPayment();
        Say(payment, Needs(_script.Cancelled, nameof(GatewayScript.Cancelled), "the provider is an ICancelAttempts."));
        if (await CancelAsync(cancel, payment) is not CancelAnswer.Cancelled and var worked)
            Assert.Fail($"The gateway cancelled the payment, but CancelAsync answered {worked}.");
        var paid = payment with { State = GatewayState.Paid };
        Say(paid, Needs(_script.TooLate, nameof(GatewayScript.TooLate), "the provider is an ICancelAttempts."));
        if (await CancelAsync(cancel, paid) is CancelAnswer.Cancelled)
            Assert.Fail("The gateway said that the payment is paid, but CancelAsync answered Cancelled. Answer TooLate.");
    }

    [Fact]
    public async Task A_cancel_without_a_clear_answer_is_unknown()
    {
        if (!Has<ICancelAttempts>(out var cancel)) return;
        foreach (var (what, reply) in GatewayFaults.All)
        {
            _stub.Answer = reply;
            if (await CancelAsync(cancel, NewPayment()) is not CancelAnswer.Unknown and var answer)
                Assert.Fail($"The gateway answered with {what}, and CancelAsync with {answer}. Answer CancelAnswer.Unknown.");
        }
    }

    [Fact]
    public async Task A_ledger_is_read_whole_and_the_same_each_time()
    {
        if (!Has<IReadLedger>(out var ledger)) return;
        var words = Needs(_script.Ledger, nameof(GatewayScript.Ledger), "the provider is an IReadLedger.");
        var now = _clock.GetUtcNow();
        // Two of one amount in one minute are two, not one.
        var entries = Enumerable.Range(1, 4)
            .Select(i => new LedgerEntry
            {
                Reference = $"MT-{i}", Amount = 50_000 + (i / 2), At = now.AddSeconds(-i), Description = "Kredit QRIS"
            }).ToList();
        Say(words(entries));
        var (first, second) = (await ReadAsync(ledger), await ReadAsync(ledger));
        if (first is not LedgerResult.Read read || second is not LedgerResult.Read again)
        {
            Assert.Fail($"The gateway listed {entries.Count} entries, but ReadAsync answered {first}.");
            return;
        }
        if (!read.Entries.Select(entry => entry.Amount).Order().SequenceEqual(entries.Select(entry => entry.Amount).Order()))
            Assert.Fail($"The gateway listed {string.Join(", ", entries.Select(entry => entry.Amount))}; "
                + $"read were {string.Join(", ", read.Entries.Select(entry => entry.Amount))}.");
        if (read.Entries.Select(entry => entry.Reference).Distinct().Count() != entries.Count)
            Assert.Fail("Two entries have one Reference, so one of them would be lost. "
                + "Take the gateway's own id, or what else tells them apart.");
        if (!read.Entries.Select(entry => entry.Reference).Order().SequenceEqual(again.Entries.Select(entry => entry.Reference).Order()))
            Assert.Fail("The same entries had other References when they were read again, so their money would count twice.");
        foreach (var (one, meant) in read.Entries.OrderBy(entry => entry.At).Zip(entries.OrderBy(entry => entry.At)))
            IsJakarta("LedgerEntry.At", one.At, meant.At.ToOffset(Wib.Offset));
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_read_is_unknown()
    {
        if (!Has<IReadLedger>(out var ledger)) return;
        foreach (var (what, reply) in GatewayFaults.All)
        {
            _stub.Answer = reply;
            if (await ReadAsync(ledger) is not LedgerResult.Unknown and var result)
                Assert.Fail($"The gateway answered with {what}, and ReadAsync with {result}. Answer LedgerResult.Unknown: "
                    + "an empty ledger is news, a broken one is not.");
        }
        _stub.Answer = GatewayFaults.TooManyRequests;
        if (await ReadAsync(ledger) is not LedgerResult.Unknown { RetryAfter.TotalSeconds: 7 } and var busy)
            Assert.Fail($"The gateway answered 429 with Retry-After: 7, and ReadAsync with {busy}. Answer Unknown with RetryAfter.");
    }

    [Fact]
    public async Task A_ledger_that_does_not_come_in_time_is_unknown()
    {
        if (!Has<IReadLedger>(out _)) return;
        Say(GatewayReply.Silence);
        if (await ReadAsync((IReadLedger)Make(_bench, Timeout).Provider) is not LedgerResult.Unknown and var result)
            Assert.Fail($"The gateway did not answer in time, and ReadAsync said {result}. Answer LedgerResult.Unknown: "
                + "an empty ledger is news, a silent one is not.");
    }

    private Task<CancelAnswer> CancelAsync(ICancelAttempts cancel, GatewayPayment payment) =>
        CallAsync("CancelAsync", "CancelAnswer.Unknown", () => cancel.CancelAsync(Attempt(payment), CancellationToken.None));

    private Task<LedgerResult> ReadAsync(IReadLedger ledger) =>
        CallAsync("ReadAsync", "LedgerResult.Unknown", () => ledger.ReadAsync(_clock.GetUtcNow().AddDays(-1), CancellationToken.None));
}
