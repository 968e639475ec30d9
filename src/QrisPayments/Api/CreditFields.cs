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
    internal static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    public static (NewCredit? Credit, IReadOnlyList<Fault> Faults) Read(ApiFields fields, string source, DateTimeOffset now)
    {
        var account = fields.RequiredText("account", 80);
        var externalRef = fields.RequiredText("external_ref", 128);
        var amount = fields.RequiredInteger("amount");
        var atText = fields.RequiredText("at", 40);
        var description = fields.Text("description", 500);

        var faults = new List<Fault>(fields.Faults);
        if (externalRef is not null && (externalRef.Trim() != externalRef || Foundation.Faults.HasControls(externalRef)))
            faults.Add(new Fault("external_ref", "invalid", "external_ref must have no control characters and no spaces at its ends."));
        if (amount is < 1 or > 1_000_000_000_000)
            faults.Add(new Fault("amount", "out_of_range", "amount must be whole rupiah, 1 or more."));
        var at = atText is null ? null : Time(atText);
        if (atText is not null && at is null)
            faults.Add(new Fault("at", "invalid", "at must be ISO 8601, such as 2026-01-01T12:30:00+07:00. Without a zone it is Western Indonesia Time."));
        else if (at is { } time && time.At > now + Ahead)
            faults.Add(new Fault("at", "in_future", $"at is more than {Ahead.TotalMinutes} minutes in the future. Check the sender's clock and time zone."));
        if (faults.Count > 0) return (null, faults);

        return (new NewCredit
        {
            Account = account!, ExternalRef = externalRef!, Source = source, Amount = amount!.Value,
            At = at!.Value.At, Precision = at.Value.Precision, Description = description,
        }, []);
    }

    /// <summary>A time and how finely it is told: to the minute, or to the second and below.</summary>
    internal static (DateTimeOffset At, TimeSpan Precision)? Time(string text)
    {
        var match = Iso().Match(text);
        if (!match.Success) return null;
        var hasSeconds = match.Groups["seconds"].Success;
        // More digits than a tick has are cut, not refused.
        var fraction = match.Groups["fraction"] is { Success: true, Length: > 7 } long_ ? long_.Value[..7] : match.Groups["fraction"].Value;
        var plain = $"{match.Groups["date"].Value}T{match.Groups["minutes"].Value}:{(hasSeconds ? match.Groups["seconds"].Value : "00")}{(fraction.Length > 0 ? "." + fraction : "")}";
        if (!DateTime.TryParse(plain, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return null;
        var zone = match.Groups["zone"].Value;
        TimeSpan offset;
        if (zone.Length == 0) offset = Wib.Offset;
        else if (zone is "Z" or "z") offset = TimeSpan.Zero;
        else
        {
            var digits = zone.Replace(":", "", StringComparison.Ordinal);
            offset = new TimeSpan(int.Parse(digits.AsSpan(1, 2), CultureInfo.InvariantCulture), int.Parse(digits.AsSpan(3, 2), CultureInfo.InvariantCulture), 0);
            if (offset > TimeSpan.FromHours(14)) return null;
            if (zone[0] == '-') offset = -offset;
        }
        // The database's first day is far before any bank; the calendar's last would overflow our windows.
        if (local.Year is < 2000 or > 9000) return null;
        return (new DateTimeOffset(local, offset).ToUniversalTime().Cut(), hasSeconds ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(1));
    }

    [GeneratedRegex(@"^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ](?<minutes>[0-9]{2}:[0-9]{2})(:(?<seconds>[0-9]{2})([.,](?<fraction>[0-9]{1,12}))?)?(?<zone>[Zz]|[+-][0-9]{2}:?[0-5][0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();
}
