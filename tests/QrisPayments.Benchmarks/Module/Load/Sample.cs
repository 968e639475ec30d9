namespace QrisPayments.Benchmarks.Module.Load;

/// <summary>What one round showed.</summary>
internal sealed record Sample(int Answers, int Failures, TimeSpan Took, TimeSpan Median, TimeSpan Slow)
{
    /// <summary>Processor time of host and database together, if both are ours to ask.</summary>
    public TimeSpan Processor { get; init; }

    /// <summary>Says the same on a busy machine as on a quiet one, nearly.</summary>
    public double MicrosecondsEach => Processor.TotalMicroseconds / Math.Max(1, Answers);

    public double PerSecond => Answers / Took.TotalSeconds;
}
