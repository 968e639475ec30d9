using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>
/// Hears what happens to payments, in the transaction in which it happens. A hearer only adds rows, which are lost with the transaction if
/// it is rolled back; it never calls out.
/// </summary>
internal interface IHearPaymentEvents
{
    Task HearAsync(DbSession session, string eventId, NewEvent happened);
}
