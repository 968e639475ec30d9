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
        var unread = new List<string>();
        var at = 0;
        foreach (var row in rows.EnumerateArray())
        {
            at++;
            // One row that cannot be read must not hide the others; it is never guessed at (WIRE Q6).
            if (Parse(row) is not { } mutation) unread.Add($"row {at}: no mutation");
            else if (mutation.Type?.Trim() is not { Length: > 0 } type) unread.Add($"row {at}: no type");
            else if (!type.Equals(Mutation.Credit, StringComparison.OrdinalIgnoreCase)) continue;
            else if (!RupiahJsonConverter.TryParse(mutation.Amount?.Trim(), out var amount) || amount == 0)
                unread.Add($"row {at}: its amount is not in whole rupiah without marks");
            else if (!Wib.TryParse(mutation.Date, out var date)) unread.Add($"row {at}: its date cannot be read");
            else if (names.Of(mutation, amount, date) is not { } name) unread.Add($"row {at}: its references are another row's");
            else if (name.IsNew)
                entries.Add(new LedgerEntry
                {
                    Reference = name.Reference, Amount = amount, At = date, Description = Description(mutation)
                });
        }
        return unread.Count == 0 ? Done(entries) : Complaining(entries, unread);
    }

    private LedgerResult.Read Complaining(List<LedgerEntry> entries, List<string> unread)
    {
        Complain($"{unread.Count} of the ledger's mutations cannot be read and are not counted; "
            + $"look at them in the dashboard ({string.Join("; ", unread.Take(5))})");
        return new LedgerResult.Read(entries);
    }

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
