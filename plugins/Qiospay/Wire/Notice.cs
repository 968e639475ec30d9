using System.Text.Json;

namespace QrisPayments.Qiospay.Wire;

/// <summary><c>POST {our address}/{secret key}</c>: money has arrived. The gateway calls it a callback.</summary>
internal sealed record Notice
{
    /// <summary>The only status that the text knows.</summary>
    public const string Success = "success";

    /// <summary><see cref="Success"/>.</summary>
    public JsonElement? Status { get; init; }

    /// <summary>A <see cref="Receipt"/>.</summary>
    public JsonElement? Data { get; init; }
}

/// <summary>
/// The nine members of a notice. Numbers and texts change places from one sender to the next, and the reply gives every member
/// back as it came: so they stay as they are until they are read (<see cref="Member"/>).
/// </summary>
internal sealed record Receipt
{
    /// <summary>The payer. Personal: it goes back in the reply and nowhere else (WIRE G13).</summary>
    public JsonElement? Name { get; init; }

    /// <summary>The merchant's national id.</summary>
    public JsonElement? Nmid { get; init; }

    /// <summary>Whole rupiah as the customer paid them, before <see cref="Fee"/> (WIRE Q19).</summary>
    public JsonElement? Amount { get; init; }

    /// <summary><c>CR</c> or <c>DB</c>.</summary>
    public JsonElement? Type { get; init; }

    /// <summary>What Qiospay keeps.</summary>
    public JsonElement? Fee { get; init; }

    /// <summary>Qiospay's id of this money: a number, or a text whose leading zeros count.</summary>
    public JsonElement? Refid { get; init; }

    /// <summary>The payer's bank or wallet: its national number or its name.</summary>
    public JsonElement? Issuer { get; init; }

    /// <summary>The account's balance afterwards.</summary>
    public JsonElement? Balance { get; init; }

    /// <summary><c>dd/MM/yyyy HH:mm</c>, WIB; some write <c>yyyy-MM-dd HH:mm:ss</c>.</summary>
    public JsonElement? Time { get; init; }

    /// <summary>
    /// Without what can neither be read nor given back: senders cut a payer's name through the middle of a character, and the money counts
    /// all the same.
    /// </summary>
    public Receipt Readable() => new()
    {
        Name = Member.Readable(Name), Nmid = Member.Readable(Nmid), Amount = Member.Readable(Amount), Type = Member.Readable(Type),
        Fee = Member.Readable(Fee),
        Refid = Member.Readable(Refid), Issuer = Member.Readable(Issuer), Balance = Member.Readable(Balance), Time = Member.Readable(Time),
    };
}

/// <summary>Reads members whose type varies.</summary>
internal static class Member
{
    /// <summary>A text as it is, a number's digits as they stand; null for everything else and for blanks.</summary>
    public static string? Text(JsonElement? member) => member switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!.Trim() is { Length: > 0 } trimmed ? trimmed : null,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>The member, or null when it holds text that is no Unicode (half of a surrogate pair).</summary>
    public static JsonElement? Readable(JsonElement? member)
    {
        try
        {
            if (member is { } known) JsonSerializer.SerializeToUtf8Bytes(known, QiospayJson.Default.JsonElement);
            return member;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or JsonException)
        {
            return null;
        }
    }
}
