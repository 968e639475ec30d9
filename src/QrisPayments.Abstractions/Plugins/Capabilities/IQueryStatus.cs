namespace QrisPayments.Plugins;

/// <summary>A provider whose gateway says how an attempt stands. What it says confirms a webhook, and finds the money when none came.</summary>
public interface IQueryStatus
{
    /// <summary>Asks the gateway. An exception or a timeout counts as <see cref="StatusResult.Unknown"/>.</summary>
    Task<StatusResult> QueryAsync(OpenedAttempt attempt, CancellationToken cancellationToken);
}
