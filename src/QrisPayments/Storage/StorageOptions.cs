namespace QrisPayments.Storage;

/// <summary>How the database is dealt with (<c>QrisPayments:Storage</c>).</summary>
public sealed class StorageOptions
{
    /// <summary>
    /// How long the host's start waits for a database that does not answer yet, 0 to 10 minutes. Then the start fails. A file is not waited
    /// for.
    /// </summary>
    public TimeSpan StartupWait { get; set; } = TimeSpan.FromSeconds(30);
}
