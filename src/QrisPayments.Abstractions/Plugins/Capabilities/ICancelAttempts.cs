namespace QrisPayments.Plugins;

/// <summary>A provider whose gateway can cancel an attempt.</summary>
public interface ICancelAttempts
{
    /// <summary>
    /// Asks the gateway to take no more money for the attempt. An exception counts as <see cref="CancelAnswer.Unknown"/>.
    /// </summary>
    Task<CancelAnswer> CancelAsync(OpenedAttempt attempt, CancellationToken cancellationToken);
}

/// <summary>How cancelling an attempt ended.</summary>
public enum CancelAnswer
{
    /// <summary>The gateway takes no more money for it.</summary>
    Cancelled,

    /// <summary>It is paid, or can no longer be cancelled for another reason.</summary>
    TooLate,

    /// <summary>It is not known whether the gateway cancelled it.</summary>
    Unknown,
}
