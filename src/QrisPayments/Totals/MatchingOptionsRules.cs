using Microsoft.Extensions.Options;
using QrisPayments.Foundation;

namespace QrisPayments.Totals;

/// <summary>Bounds of <see cref="MatchingOptions"/>.</summary>
internal sealed class MatchingOptionsRules(IOptions<MatchingOptions> options) : IOptionsRule
{
    public IEnumerable<Fault> Check()
    {
        var matching = options.Value;
        if (matching.Hold < TimeSpan.Zero || matching.Hold > TimeSpan.FromDays(7))
            yield return new Fault("QrisPayments:Matching:Hold", "out_of_range",
                "QrisPayments:Matching:Hold must be from 00:00:00 to 7.00:00:00.");
        if (matching.CodeMin < 1 || matching.CodeMax > 9_999 || matching.CodeMin > matching.CodeMax)
            yield return new Fault("QrisPayments:Matching:CodeMin", "out_of_range",
                $"QrisPayments:Matching:CodeMin ({matching.CodeMin}) and CodeMax ({matching.CodeMax}) must satisfy "
                    + "1 ≤ CodeMin ≤ CodeMax ≤ 9999.");
    }
}
