using QrisPayments.Storage;

namespace QrisPayments.Money;

/// <summary>
/// Hears of money, in the transaction that stores it. A hearer only adds rows, which are lost with the transaction if it is rolled back; it
/// never calls out.
/// </summary>
internal interface IHearCredits
{
    /// <summary>A credit has become a new line of the ledger.</summary>
    Task HearAsync(DbSession session, Credit credit);
}
