using QrisPayments.Storage;

namespace QrisPayments.Secrets;

/// <summary>Whose rows hold what the vault has encrypted. A lost or wrong master key matters only while there is any.</summary>
internal interface IHoldSecrets
{
    Task<bool> AnyAsync(DbSession session);

    /// <summary>What an operator does about secrets that nothing decrypts any more.</summary>
    string HowToGiveUp { get; }
}
