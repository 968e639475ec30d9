using System.Text.Json;
using Microsoft.Extensions.Logging;
using QrisPayments.Plugins;
using QrisPayments.Qiospay.Wire;

namespace QrisPayments.Qiospay;

/// <summary>Reads the mutation ledger: one page with all that arrived lately.</summary>
internal sealed class MutationLedger(QiospaySettings settings, HttpClient http, ILogger logger)
{
    private string? _complaint;

    public async Task<LedgerResult> ReadAsync(CancellationToken cancellationToken)
    {
        // Both keys are part of the path: it is written down nowhere (WIRE Q8).
        var path = $"mutasi/qris/{Uri.EscapeDataString(settings.MerchantCode)}/{Uri.EscapeDataString(settings.ApiKey)}";
        var question = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        return await http.SendForJsonAsync(question, QiospayJson.Default.MutationsAnswer, cancellationToken) switch
        {
            GatewayAnswer<MutationsAnswer>.Answered { Body: var answer, StatusCode: var code } => Read(answer, code),
            GatewayAnswer<MutationsAnswer>.NotDone not => new LedgerResult.Unknown(not.Message, not.RetryAfter),
            GatewayAnswer<MutationsAnswer>.Unclear unclear => new LedgerResult.Unknown(unclear.Message),
            _ => throw new InvalidOperationException(),
        };
    }

    private LedgerResult Read(MutationsAnswer answer, int code)
    {
        if (MutationsAnswer.Failure.Equals(answer.Status, StringComparison.OrdinalIgnoreCase))
        {
            if (LedgerMessage.SaysEmpty(answer.Messages ?? answer.Message)) return Done([]);
            // Not the gateway's own words: they may hold anything, and a log keeps it (WIRE G13).
            Complain($"The ledger is refused ({code}). Check merchant code and API key; until then no payment is seen");
            return new LedgerResult.Unknown($"The gateway refuses merchant code or API key ({code}).");
        }
        if (!MutationsAnswer.Success.Equals(answer.Status, StringComparison.OrdinalIgnoreCase))
            return new LedgerResult.Unknown($"The gateway answered {code} and says neither success nor error.");
        return answer.Data switch
        {
            { ValueKind: JsonValueKind.Array } rows => Read(rows),
            null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } or { ValueKind: JsonValueKind.String } => Done([]),
            { ValueKind: JsonValueKind.Object } rows when !rows.EnumerateObject().Any() => Done([]),
            _ => new LedgerResult.Unknown("The gateway's list of mutations is no list."),
        };
    }

    private LedgerResult.Read Read(JsonElement rows)
    {
        var names = new MutationNames();
        var entries = new List<LedgerEntry>();
        var unreadable = new List<UnreadableEntry>();
        foreach (var row in rows.EnumerateArray())
        {
            // One row that cannot be read must not hide the others; it is never guessed at (WIRE Q6).
            var mutation = Parse(row);
            if (mutation is null) unreadable.Add(new UnreadableEntry(Shape(row), "It is no mutation."));
            else if (mutation.Type?.Trim() is not { Length: > 0 } type) unreadable.Add(Unreadable(row, mutation, "It has no type."));
            else if (!type.Equals(Mutation.Credit, StringComparison.OrdinalIgnoreCase)) continue;
            else if (!RupiahJsonConverter.TryParse(mutation.Amount?.Trim(), out var amount) || amount == 0)
                unreadable.Add(Unreadable(row, mutation, "Its amount is not in whole rupiah without marks."));
            else if (!Wib.TryParse(mutation.Date, out var date)) unreadable.Add(Unreadable(row, mutation, "Its date cannot be read."));
            else if (names.Of(mutation, amount, date) is not { } name)
                unreadable.Add(Unreadable(row, mutation, "Its references are another row's."));
            else if (name.IsNew)
                entries.Add(new LedgerEntry
                {
                    Reference = name.Reference, Amount = amount, At = date, Description = Description(mutation)
                });
        }
        return Done(entries) with { Unreadable = unreadable };
    }

    /// <summary>What finds the row in the gateway's dashboard; the text knows no member that names the payer.</summary>
    private static UnreadableEntry Unreadable(JsonElement row, Mutation mutation, string problem)
    {
        var members = new[]
        {
            ("date", mutation.Date), ("amount", mutation.Amount), ("type", mutation.Type), ("balance", mutation.Balance),
            ("issuer_reff", mutation.IssuerReff),
        }.Where(member => member.Item2 is not null).Select(member => $"{member.Item1} {member.Item2}").ToList();
        return new UnreadableEntry(members.Count == 0 ? Shape(row) : string.Join(", ", members), problem);
    }

    /// <summary>Of what is no mutation only the names of its members are told: its values may hold anything (WIRE G13).</summary>
    private static string Shape(JsonElement row) => row.ValueKind == JsonValueKind.Object
        ? $"a row with {string.Join(", ", row.EnumerateObject().Take(20).Select(member => member.Name))}"
        : $"a row that is {row.ValueKind}";

    private LedgerResult.Read Done(List<LedgerEntry> entries)
    {
        Volatile.Write(ref _complaint, null);
        return new LedgerResult.Read(entries);
    }

    /// <summary>Said once, not with every pull.</summary>
    private void Complain(string complaint)
    {
        if (Interlocked.Exchange(ref _complaint, complaint) != complaint) logger.LogError("{Complaint}", complaint);
    }

    private static Mutation? Parse(JsonElement row)
    {
        try
        {
            return row.ValueKind == JsonValueKind.Object ? row.Deserialize(QiospayJson.Default.Mutation) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Description(Mutation mutation) =>
        mutation.BrandName?.Trim() is { Length: > 0 } brand ? $"QRIS {(brand.Length <= 40 ? brand : brand[..40])}" : "QRIS";
}
