using FsCheck;
using FsCheck.Fluent;
using QrisPayments.Totals;

namespace QrisPayments.Tests.Totals;

public sealed class TotalChoiceTests
{
    private static readonly DateTime Now = new(2026, 1, 1, 5, 0, 0, DateTimeKind.Utc);

    /// <summary>A band in which some codes were never used, some are free again and some are held.</summary>
    private static Arbitrary<HeldTotal[]> Bands(long amount, int codes) =>
        (from used in Gen.ListOf(Gen.Choose(1, codes))
         from minutes in Gen.ArrayOf(Gen.Choose(-600, 60), used.Count)
         select used.Select((code, i) => new HeldTotal
         {
             Total = amount + code,
             HeldUntil = Now.AddMinutes(minutes[i]),
             TakenAt = Now.AddMinutes(minutes[i] - 75),
         }).DistinctBy(row => row.Total).ToArray()).ToArbitrary();

    [Fact]
    public void Only_free_totals_of_the_band_are_offered_each_once() =>
        Prop.ForAll(Bands(50_000, 60), band =>
        {
            var choice = TotalChoice.Of(50_000, 1, 60, band, Now, new Random(1));
            var held = band.Where(row => row.HeldUntil > Now).Select(row => row.Total).ToHashSet();
            Assert.All(choice.Totals, row => Assert.InRange(row.Total, 50_001, 50_060));
            Assert.DoesNotContain(choice.Totals, row => held.Contains(row.Total));
            Assert.Equal(choice.Totals.Count, choice.Totals.Select(row => row.Total).Distinct().Count());
            Assert.Equal(Math.Min(TotalChoice.Pool, 60 - held.Count), choice.Totals.Count);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_outside_the_pool_was_idle_for_longer() =>
        Prop.ForAll(Bands(50_000, 60), band =>
        {
            var choice = TotalChoice.Of(50_000, 1, 60, band, Now, new Random(1));
            var offered = choice.Totals.Select(row => row.Total).ToHashSet();
            var newest = choice.Totals.Count == 0 ? DateTime.MaxValue : choice.Totals.Max(row => row.TakenAt);
            Assert.DoesNotContain(band, row => row.HeldUntil <= Now && !offered.Contains(row.Total) && row.TakenAt < newest);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_full_band_says_when_the_first_total_is_free_again()
    {
        HeldTotal[] band =
        [
            .. Enumerable.Range(1, 9)
            .Select(code => new HeldTotal { Total = 10_000 + code, TakenAt = Now, HeldUntil = Now.AddMinutes(10 * code) }),
        ];

        var choice = TotalChoice.Of(10_000, 1, 9, band, Now, new Random(1));

        Assert.Empty(choice.Totals);
        Assert.Equal(Now.AddMinutes(10), choice.NextFree);
    }

    [Fact]
    public void A_hold_that_ends_at_this_very_moment_is_over()
    {
        var choice = TotalChoice.Of(10_000, 1, 1, [new HeldTotal { Total = 10_001, TakenAt = Now.AddHours(-2), HeldUntil = Now }], Now,
            new Random(1));

        Assert.Equal(10_001, Assert.Single(choice.Totals).Total);
    }

    [Fact]
    public void What_a_neighbour_is_taking_is_left_to_him_and_is_no_reason_to_give_up()
    {
        var choice = TotalChoice.Of(10_000, 1, 9, [], Now, new Random(1), total => total != 10_007);

        Assert.Equal(10_007, Assert.Single(choice.Totals).Total);
        Assert.True(choice.SomeUnderway);
        Assert.True(TotalChoice.Of(10_000, 1, 9, [], Now, new Random(1), _ => true) is { Totals.Count: 0, SomeUnderway: true });
    }

    [Fact]
    public void Chance_decides_among_equals()
    {
        var first = Enumerable.Range(0, 200).Select(seed => TotalChoice.Of(10_000, 1, 999, [], Now, new Random(seed)).Totals[0].Total);

        Assert.True(first.Distinct().Count() > 100);
    }
}
