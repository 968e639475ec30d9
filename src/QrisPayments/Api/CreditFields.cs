using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using QrisPayments.Foundation;
using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Storage;

namespace QrisPayments.Api;

/// <summary>A reported credit, read and checked.</summary>
internal static partial class CreditFields
{
    /// <summary>Far more than any payment, and far from an overflow of sums.</summary>
    private const long MaxAmount = 1_000_000_000_000;

    private static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(10);

    public static bool TryRead(
        ApiFields fields, string source, DateTimeOffset now, [NotNullWhen(true)] out NewCredit? credit, out IReadOnlyList<Fault> faults)
    {
        var account = fields.RequiredText("account", 80);
        var externalRef = fields.RequiredText("external_ref", 128);
        var amount = fields.RequiredInteger("amount");
        var at = fields.RequiredText("at", 40);
        var description = fields.Shown("description", 500);
        if (externalRef is not null && (externalRef.Trim() != externalRef || Faults.HasControls(externalRef)))
            fields.Add("external_ref", "invalid", "external_ref must have no control or invisible characters and no spaces at its ends.");
        CheckAmount(fields, amount);
        var time = ReadTime(fields, at, now);

        faults = fields.Faults;
        credit = faults.Count > 0 || account is null || externalRef is null || amount is null || time is null ? null : new NewCredit
        {
            Account = account, ExternalRef = externalRef, Source = source, Amount = amount.Value,
            At = time.Value.At, Precision = time.Value.Precision, Description = description,
        };
        return credit is not null;
    }

    internal static void CheckAmount(ApiFields fields, long? amount)
    {
        if (amount is < 1 or > MaxAmount) fields.Add("amount", "out_of_range", "amount must be whole rupiah, 1 or more.");
    }

    /// <summary>The time of money that was seen: not further ahead than two clocks may be apart.</summary>
    internal static (DateTimeOffset At, TimeSpan Precision)? ReadTime(ApiFields fields, string? text, DateTimeOffset now)
    {
        if (text is null) return null;
        var time = Time(text);
        if (time is null)
            fields.Add("at", "invalid",
                "at must be ISO 8601, such as 2026-01-01T12:30:00+07:00. Without a zone it is Western Indonesia Time.");
        else if (time.Value.At > now + MaxAhead)
            fields.Add("at", "in_future",
                $"at is more than {MaxAhead.TotalMinutes} minutes in the future. Check the sender's clock and time zone.");
        return time;
    }

    /// <summary>A time and how finely it is told: to the minute, or to the second and below.</summary>
    internal static (DateTimeOffset At, TimeSpan Precision)? Time(string text)
    {
        var match = Iso().Match(text);
        if (!match.Success) return null;
        var hasSeconds = match.Groups["seconds"].Success;
        var seconds = hasSeconds ? match.Groups["seconds"].Value : "00";
        // More digits than a tick has are cut, not refused.
        if (match.Groups["fraction"] is { Success: true, Value: var fraction }) seconds += "." + fraction[..Math.Min(fraction.Length, 7)];
        var plain = $"{match.Groups["date"].Value}T{match.Groups["minutes"].Value}:{seconds}";
        if (!DateTime.TryParse(plain, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return null;
        // The database's first day is far before any bank; the calendar's last would overflow our windows.
        if (local.Year is < 2000 or > 9000 || Offset(match.Groups["zone"].Value) is not { } offset) return null;
        return (new DateTimeOffset(local, offset).ToUniversalTime().Cut(), hasSeconds ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(1));
    }

    private static TimeSpan? Offset(string zone)
    {
        if (zone.Length == 0) return Wib.Offset;
        if (zone is "Z" or "z") return TimeSpan.Zero;
        var digits = zone.Replace(":", "", StringComparison.Ordinal);
        var hours = int.Parse(digits.AsSpan(1, 2), CultureInfo.InvariantCulture);
        var offset = new TimeSpan(hours, int.Parse(digits.AsSpan(3, 2), CultureInfo.InvariantCulture), 0);
        return offset > TimeSpan.FromHours(14) ? null : zone[0] == '-' ? -offset : offset;
    }

    [GeneratedRegex(
        "^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ](?<minutes>[0-9]{2}:[0-9]{2})(:(?<seconds>[0-9]{2})([.,](?<fraction>[0-9]{1,12}))?)?"
        + "(?<zone>[Zz]|[+-][0-9]{2}:?[0-5][0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();
}
