using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace QrisPayments.Benchmarks;

/// <summary>A short look: no child process to build, few iterations. Good for "did I make it slower?", not for publishing.</summary>
internal static class QuickConfig
{
    public static IConfig Create() => DefaultConfig.Instance.AddJob(Job.Default
        .WithId("Quick")
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithWarmupCount(5)
        .WithIterationCount(8)
        .WithIterationTime(TimeInterval.FromMilliseconds(250)));
}
