using System.Globalization;
using System.Text;

namespace QrisPayments.Codec;

/// <summary>Builds payloads from parts, in ascending order of ids and sealed.</summary>
public static class QrisBuilder
{
    private const int MaxValue = 99;

    /// <summary>
    /// Writes a draft and holds the outcome to <see cref="QrisProfile.Strict"/>: what we issue has no tolerances.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="draft"/> is null.</exception>
    public static QrisBuild Build(QrisDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);

        var refusals = default(Refusals);
        if (draft.Amount is not null && draft.AmountText is not null) refusals.Add(QrisRules.RequestAmountTwice, 54);

        var text = new StringBuilder();
        // OrderBy is stable: a duplicate id stays visible and is refused by the checker.
        foreach (var part in PartsOf(draft).OrderBy(static part => part.Id))
        {
            if (part.Id == 63) refusals.Add(QrisRules.RequestIdMalformed, 63);
            else text.Append(Print(part, TagPath.Root, ref refusals));
        }

        if (refusals.Any) return new QrisBuild.Refused(refusals.Findings);

        text.Append("6304");
        text.Append(CultureInfo.InvariantCulture, $"{Crc16.Of(text.ToString()):X4}");
        var payload = text.ToString();

        return QrisView.TryParse(payload, out _, QrisProfile.Strict)
            ? new QrisBuild.Built(payload)
            : new QrisBuild.Refused(QrisInspector.Inspect(payload, QrisProfile.Strict).Findings);
    }

    private static IEnumerable<QrisPart> PartsOf(QrisDraft draft)
    {
        yield return new QrisPart(0, "01");
        yield return new QrisPart(1, draft.IsDynamic ? "12" : "11");

        var account = ObjectLevel.FirstAccountTemplate;
        foreach (var acquirer in draft.Acquirers)
        {
            yield return new QrisPart(account++,
                new QrisPart(0, acquirer.GlobalId), new QrisPart(1, acquirer.Pan), new QrisPart(2, acquirer.MerchantId),
                    new QrisPart(3, acquirer.Criteria));
        }

        if (draft.Nmid is not null)
        {
            var repository = new List<QrisPart> { new(0, NationalId.Repository), new(2, draft.Nmid) };
            if (draft.NmidCriteria is not null) repository.Add(new QrisPart(3, draft.NmidCriteria));
            yield return new QrisPart(ObjectLevel.Repository, repository);
        }

        yield return new QrisPart(52, draft.CategoryCode);
        yield return new QrisPart(53, draft.CurrencyCode);

        if ((draft.AmountText ?? draft.Amount?.ToString(CultureInfo.InvariantCulture)) is { } amount) yield return new QrisPart(54, amount);
        if (draft.Tip is { } tip)
        {
            yield return new QrisPart(55, tip.Indicator);
            if (tip.Value is not null) yield return new QrisPart(tip.Indicator == "02" ? 56 : 57, tip.Value);
        }

        yield return new QrisPart(58, draft.CountryCode);
        yield return new QrisPart(59, draft.MerchantName);
        yield return new QrisPart(60, draft.MerchantCity);
        if (draft.PostalCode is not null) yield return new QrisPart(61, draft.PostalCode);

        if (draft.AdditionalData is { } data)
        {
            var values = Enumerable.Range(QrisAdditionalData.FirstId, QrisAdditionalData.LastId)
                .Where(id => data[id] is not null)
                .Select(id => new QrisPart(id, data[id]!));
            yield return new QrisPart(ObjectLevel.AdditionalData, values.ToArray());
        }

        foreach (var other in draft.Others) yield return other;
    }

    private static string Print(QrisPart part, TagPath level, ref Refusals refusals)
    {
        if (part.Id is < 0 or > 99)
        {
            refusals.Add(QrisRules.RequestIdMalformed, level, part.Id.ToString(CultureInfo.InvariantCulture));
            return string.Empty;
        }

        var path = level / part.Id;
        var value = part.Value ?? string.Empty;
        foreach (var inner in part.Parts) value += Print(inner, path, ref refusals);

        var length = Characters.Count(value);
        if (length == 0) refusals.Add(QrisRules.RequestValueEmpty, path);
        if (length > MaxValue) refusals.Add(QrisRules.RequestValueTooLong, path, value);
        return string.Create(CultureInfo.InvariantCulture, $"{part.Id:00}{length:00}{value}");
    }
}
