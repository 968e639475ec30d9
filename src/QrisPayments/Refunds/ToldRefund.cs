using System.Globalization;
using QrisPayments.Plugins;

namespace QrisPayments.Refunds;

/// <summary>A refund as a gateway tells it, with a name that is the same whenever it is told.</summary>
internal sealed class ToldRefund
{
    private const string BySum = "total:";
    private const string ByAmount = "amount:";

    /// <summary>The gateway's key or number; made of amount and time where it has neither.</summary>
    public required string Name { get; init; }

    public required long Amount { get; init; }

    public string? Reference { get; init; }

    public DateTimeOffset? At { get; init; }

    public string? Reason { get; init; }

    private string[] Names { get; init; } = [];

    /// <summary>Names each refund of one list.</summary>
    public static List<ToldRefund> Of(IReadOnlyList<GatewayRefund> list)
    {
        var unnamed = new Dictionary<string, int>();
        return [.. list.Select(refund =>
        {
            string?[] names = [refund.Key, refund.Reference];
            return new ToldRefund
            {
                Name = refund.Key ?? refund.Reference ?? Made(refund), Amount = refund.Amount, Reference = refund.Reference ?? refund.Key,
                At = refund.At, Reason = refund.Reason, Names = [.. names.OfType<string>()],
            };
        })];

        // Equal ones are told apart by their place among them.
        string Made(GatewayRefund refund)
        {
            var name = $"{ByAmount}{refund.Amount.ToString(CultureInfo.InvariantCulture)}@{refund.At?.ToString("O", CultureInfo.InvariantCulture)}";
            var place = unnamed[name] = unnamed.GetValueOrDefault(name) + 1;
            return place == 1 ? name : $"{name}#{place.ToString(CultureInfo.InvariantCulture)}";
        }
    }

    /// <summary>What is new in a sum.</summary>
    /// <param name="total">The sum that is told.</param>
    /// <param name="more">How much of it is new.</param>
    public static ToldRefund OfSum(long total, long more) =>
        new() { Name = BySum + total.ToString(CultureInfo.InvariantCulture), Amount = more };

    /// <summary>How much of a sum that the gateway tells is in the books.</summary>
    public static long Counted(IEnumerable<StoredRefund> known) =>
        known.Where(refund => refund is { IsKnownToGateway: true, State: RefundStates.Done }).Sum(refund => refund.Amount);

    /// <summary>The sum that this is the name of; null for any other name.</summary>
    public static long? TotalOf(string? name) => name?.StartsWith(BySum, StringComparison.Ordinal) == true
        && long.TryParse(name.AsSpan(BySum.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var total) ? total : null;

    /// <summary>A name that the gateway did not give.</summary>
    public static bool IsMadeUp(string? name) => name is not null
        && (name.StartsWith(BySum, StringComparison.Ordinal) || name.StartsWith(ByAmount, StringComparison.Ordinal));

    /// <summary>The same refund: it has one of these names, also as a number that a person entered.</summary>
    public bool Is(StoredRefund refund) =>
        refund.GatewayKey == Name || Names.Any(refund.Has);

    /// <summary>When it went back: between the payment and now, whatever the gateway's clock says.</summary>
    public DateTimeOffset When(DateTimeOffset paidAt, DateTimeOffset now) =>
        At is not { } said || said > now ? now : said < paidAt ? paidAt : said;
}
