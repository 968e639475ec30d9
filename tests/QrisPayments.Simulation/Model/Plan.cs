using System.Security.Cryptography;
using System.Text;
using QrisPayments.Simulation.Runs;

namespace QrisPayments.Simulation.Model;

/// <summary>What the seed decides beforehand: who buys what and how, money out of nowhere, and which process is killed when.</summary>
internal sealed record Plan(IReadOnlyList<BuyerPlan> Buyers, IReadOnlyList<StrayPlan> Strays, IReadOnlyList<KillPlan> Kills)
{
    private static readonly (Channel, int)[] Channels =
        [(Channel.Store, 25), (Channel.StaticQris, 30), (Channel.Midtrans, 25), (Channel.Qiospay, 20)];

    private static readonly (Conduct, int)[] OfBank =
    [
        (Conduct.Pays, 44), (Conduct.PaysLate, 9), (Conduct.PaysTwice, 10), (Conduct.PaysWrong, 6), (Conduct.Leaves, 8),
        (Conduct.Cancels, 7), (Conduct.PaysAndCancels, 8), (Conduct.IsRefunded, 8),
    ];

    // A gateway takes no other amount, not twice, and nothing after the end.
    private static readonly (Conduct, int)[] OfGateway =
    [
        (Conduct.Pays, 38), (Conduct.IsReversed, 16), (Conduct.IsRefunded, 16), (Conduct.Leaves, 10), (Conduct.Cancels, 10),
        (Conduct.PaysAndCancels, 10),
    ];

    // The shop's own pages cancel by a form of the checkout, which no client of the API does.
    private static readonly (Conduct, int)[] OfStore =
        [(Conduct.Pays, 68), (Conduct.PaysLate, 8), (Conduct.PaysTwice, 8), (Conduct.PaysWrong, 6), (Conduct.Leaves, 10)];

    // Few prices, so that their totals run short and are taken again.
    private static readonly long[] Prices = [12_000, 25_000, 47_000, 80_000, 125_000, 199_000];

    private static readonly string[] Shelf = ["tempe-daun-jeruk", "tempe-balado", "kerupuk-bawang", "keripik-apel", "kopi-dampit"];

    /// <summary>Of the plan itself: two runs of one seed show the same.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        [.. Buyers.Select(buyer => $"{buyer} {string.Join(' ', buyer.Basket)}"), .. Strays.Select(stray => $"{stray}"),
            .. Kills.Select(kill => $"{kill}")]))))[..16];

    public static Plan Of(RunOptions options) => new(
        [.. Enumerable.Range(1, options.BuyersPerMinute * options.Minutes).Select(no => Buyer(options, no))],
        [.. Enumerable.Range(1, 4 * options.Minutes).Select(no => Stray(options, no))],
        [.. Enumerable.Range(1, options.Kills).Select(no => Kill(options, no, isDatabase: false)),
            .. Enumerable.Range(1, options.DatabaseKills).Select(no => Kill(options, no, isDatabase: true))]);

    private static BuyerPlan Buyer(RunOptions options, int no)
    {
        var dice = Dice.Of(options.Seed, $"buyer {no}");
        var channel = dice.Weighted(Channels);
        var conduct = dice.Weighted(channel switch { Channel.Store => OfStore, Channel.Midtrans => OfGateway, _ => OfBank });
        return new BuyerPlan
        {
            No = no,
            At = dice.Between(TimeSpan.Zero, options.Storm),
            Channel = channel,
            Conduct = conduct,
            Seller = dice.Pick(Shop.ShopSettings.Sellers),
            Amount = dice.Pick(Prices),
            Basket = [.. Enumerable.Range(0, dice.Between(1, 4)).Select(_ => (dice.Pick(Shelf), dice.Between(1, 4)))],
            Hesitates = dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20)),
            // With twins, what is heard by one source alone could not be told from the other's echo.
            IsHeardOnce = dice.Chance(0.2) && conduct is not Conduct.PaysTwice,
        };
    }

    private static StrayPlan Stray(RunOptions options, int no)
    {
        var dice = Dice.Of(options.Seed, $"stray {no}");
        return new StrayPlan(no, dice.Between(TimeSpan.Zero, options.Storm), dice.Pick((string[])["static-qris", "qiospay"]),
            dice.Between(5, 200) * 1_000L + dice.Between(700, 900));
    }

    private static KillPlan Kill(RunOptions options, int no, bool isDatabase)
    {
        var dice = Dice.Of(options.Seed, $"kill {no} {isDatabase}");
        // One after the other, each somewhere in its share of the time.
        var share = options.Storm / (isDatabase ? options.DatabaseKills : options.Kills);
        return new KillPlan(share * (no - 1) + dice.Between(TimeSpan.Zero, share), isDatabase ? null : dice.Between(0, 2),
            dice.Between(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(4)), dice.Chance(0.2));
    }
}

/// <summary>Money that no payment asked for.</summary>
internal sealed record StrayPlan(int No, TimeSpan At, string Account, long Amount);

/// <summary>A SIGKILL.</summary>
/// <param name="At">After the storm began.</param>
/// <param name="Node">Which shop; null for MariaDB.</param>
/// <param name="Away">How long MariaDB stays away, and how long a shop has worked at least.</param>
/// <param name="Starting">Whether a shop may be killed while it starts.</param>
internal sealed record KillPlan(TimeSpan At, int? Node, TimeSpan Away, bool Starting);
