namespace QrisPayments.Plugins;

/// <summary>
/// A provider whose gateway says how an attempt stands. The answer confirms a webhook, and finds the money when no webhook came.
/// </summary>
public interface IQueryStatus
{
    /// <summary>
    /// Asks the gateway. An exception or a timeout counts as <see cref="StatusResult.Unknown"/>, and pauses the account; an answer about
    /// this attempt that cannot be read is <see cref="StatusResult.Unreadable"/>, which pauses nothing.
    /// </summary>
    Task<StatusResult> QueryAsync(OpenedAttempt attempt, CancellationToken cancellationToken);
}
