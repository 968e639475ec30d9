namespace QrisPayments.Plugins;

/// <summary>A provider whose gateway can call an attempt off.</summary>
public interface ICancelAttempts
{
    /// <summary>Asks the gateway to take no money any more. An exception counts as <see cref="CancelAnswer.Unknown"/>.</summary>
    Task<CancelAnswer> CancelAsync(OpenedAttempt attempt, CancellationToken cancellationToken);
}

/// <summary>What became of calling an attempt off.</summary>
public enum CancelAnswer
{
    /// <summary>The gateway takes no money for it any more.</summary>
    Cancelled,

    /// <summary>It is paid, or otherwise past calling off.</summary>
    TooLate,

    /// <summary>Nobody knows.</summary>
    Unknown,
}
