using System.Text.Json;
using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>Writes what happened to payments, and tells the parts that hear of it, in the caller's transaction.</summary>
internal sealed class EventLog(IEnumerable<IHearPaymentEvents> hearers)
{
    private const string Insert = """
        INSERT INTO qris_events (id, payment_id, version, type, data, at) VALUES (@id, @paymentId, @version, @type, @data, @at)
        """;

    public async Task AppendAsync(DbSession session, NewEvent happened)
    {
        var id = PublicId.New("evt");
        await session.SendAsync(Insert, new
        {
            id, paymentId = happened.PaymentId, version = happened.Version, type = happened.Type,
            data = happened.Data is null ? null : JsonSerializer.Serialize(happened.Data), at = happened.At.ToDb(),
        });
        foreach (var hearer in hearers) await hearer.HearAsync(session, id, happened);
    }
}
