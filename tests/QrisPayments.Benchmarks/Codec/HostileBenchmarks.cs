using BenchmarkDotNet.Attributes;
using QrisPayments.Codec;

namespace QrisPayments.Benchmarks.Codec;

/// <summary>
/// The costliest texts known, at growing lengths: the time per character must not grow, and beyond 1,024 characters
/// nothing is opened.
/// </summary>
[MemoryDiagnoser]
public class HostileBenchmarks
{
    private string _text = "";

    [Params("540110", "a\0\u200F雅", "80040000", "+%20")]
    public string Pattern { get; set; } = "";

    [Params(256, 512, 1024, 65536)]
    public int Length { get; set; }

    [GlobalSetup]
    public void MakeText() => _text = "000201" + string.Concat(Enumerable.Repeat(Pattern, Length / Pattern.Length - 2));

    [Benchmark]
    public bool Parse() => QrisView.TryParse(_text, out _);

    [Benchmark]
    public int Inspect() => QrisInspector.Inspect(_text).Findings.Count;
}
