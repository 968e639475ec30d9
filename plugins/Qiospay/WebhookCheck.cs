using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using QrisPayments.Codec;
using QrisPayments.Plugins;
using QrisPayments.Qiospay.Wire;

namespace QrisPayments.Qiospay;

/// <summary>Verifies and reads webhooks. The secret key at the end of our address is the only proof (WIRE Q9).</summary>
internal sealed class WebhookCheck(QiospaySettings settings)
{
    private static readonly WebhookReply Reject = Reply(403, NoticeReply.Reject);

    private readonly byte[][] _keys =
        [.. new[] { settings.WebhookKey, settings.PreviousWebhookKey }.Where(key => !string.IsNullOrEmpty(key))
            .Select(key => Digest(key!))];

    private readonly string? _nmid = settings.TrueNmid;

    public WebhookVerdict Verify(WebhookRequest request)
    {
        if (!IsOurs(request.PathKey)) return new WebhookVerdict.Forged("The key in the webhook address is not the one of this account.") { Reply = Reject };

        // From here on the sender knows the key. It may not come again, so what cannot be used is accepted and shown to a person (WIRE
        // Q18).
        var notice = request.TryReadJson(QiospayJson.Default.Notice, out var read) ? read : null;
        var receipt = notice?.Data is { ValueKind: JsonValueKind.Object } data
            ? data.Deserialize(QiospayJson.Default.Receipt)?.Readable()
            : null;
        var accept = Reply(200, NoticeReply.Accept(receipt));
        if (notice is null || receipt is null)
            return new WebhookVerdict.Malformed("It is not the JSON that the gateway's text describes.") { Reply = accept };

        if (Member.Text(receipt.Nmid) is not { } nmid) return new WebhookVerdict.Malformed("It names no NMID.") { Reply = accept };
        if (_nmid is not null && !nmid.Equals(_nmid, StringComparison.OrdinalIgnoreCase))
            return new WebhookVerdict.Forged("It is about another merchant's NMID.") { Reply = accept };
        if (Member.Text(notice.Status) is { } status && !status.Equals(Notice.Success, StringComparison.OrdinalIgnoreCase))
            return new WebhookVerdict.Malformed("Its status is not success, and the gateway's text knows no other.") { Reply = accept };
        if (Member.Text(receipt.Type) is not { } type)
            return new WebhookVerdict.Malformed("It does not say whether money came or went.") { Reply = accept };
        // Outgoing money is never matched (WIRE Q5).
        if (!type.Equals(Mutation.Credit, StringComparison.OrdinalIgnoreCase)) return new WebhookVerdict.Genuine { Reply = accept };

        // The gross amount is what the customer paid; the fee is the gateway's business (WIRE Q19).
        if (!RupiahJsonConverter.TryParse(Member.Text(receipt.Amount), out var amount) || amount == 0)
            return new WebhookVerdict.Malformed("Its amount is not in whole rupiah without marks.") { Reply = accept };
        if (!TryReadTime(receipt, out var at, out var precision))
            return new WebhookVerdict.Malformed("Its time cannot be read.") { Reply = accept };
        return new WebhookVerdict.Genuine
        {
            Reply = accept,
            Credit = new LedgerEntry
            {
                Reference = Reference(receipt, nmid, amount), Amount = amount, At = at, Precision = precision,
                Description = Member.Text(receipt.Issuer) is { } issuer ? $"QRIS {(issuer.Length <= 40 ? issuer : issuer[..40])}" : "QRIS",
            },
        };
    }

    /// <summary>Both keys are always compared, each in constant time: the time taken says nothing about either.</summary>
    private bool IsOurs(string? key)
    {
        if (string.IsNullOrEmpty(key)) return false;
        var given = Digest(key);
        var isOurs = false;
        foreach (var known in _keys) isOurs |= CryptographicOperations.FixedTimeEquals(known, given);
        return isOurs;
    }

    /// <summary>
    /// The gateway's id of this money within the merchant's account; without one, what the receipt says, the payer's name left out.
    /// Ledger rows carry ids of another kind, so the two never meet by name (WIRE Q3, Q11).
    /// </summary>
    private static string Reference(Receipt receipt, string nmid, long amount)
    {
        if (Member.Text(receipt.Refid) is not { } refid)
        {
            var names = string.Join('|',
                nmid, amount, Member.Text(receipt.Time), Member.Text(receipt.Issuer), Member.Text(receipt.Balance));
            return $"webhook:{Convert.ToHexStringLower(Digest(names))}";
        }
        var name = $"webhook:{nmid.ToUpperInvariant()}:{refid}";
        return MutationNames.IsShort(name) ? name : $"webhook:{Convert.ToHexStringLower(Digest(name))}";
    }

    private static bool TryReadTime(Receipt receipt, out DateTimeOffset at, out TimeSpan precision)
    {
        var text = Member.Text(receipt.Time);
        precision = TimeSpan.FromMinutes(1);
        if (Wib.TryParse(text, out at, "dd/MM/yyyy HH:mm")) return true;
        precision = TimeSpan.FromSeconds(1);
        return Wib.TryParse(text, out at) || Wib.TryParse(text, out at, "dd/MM/yyyy HH:mm:ss");
    }

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static WebhookReply Reply(int statusCode, NoticeReply reply) =>
        new(statusCode, JsonSerializer.Serialize(reply, QiospayJson.Default.NoticeReply));
}
