using BenchmarkDotNet.Attributes;
using QrisPayments.Codec;

namespace QrisPayments.Benchmarks.Codec;

/// <summary>The slow paths, for scale: everything worded, and the object model.</summary>
[MemoryDiagnoser]
public class InspectBenchmarks
{
    private readonly string _good = SamplePayloads.OfLength(200);
    private string _damaged = "";

    [GlobalSetup]
    public void Damage() => _damaged = _good.Replace(' ', '+');

    [Benchmark]
    public QrisInspection InspectGood() => QrisInspector.Inspect(_good);

    [Benchmark]
    public QrisInspection InspectDamaged() => QrisInspector.Inspect(_damaged);

    [Benchmark]
    public string ParseToObjectsAndPrint() => QrisPayload.TryParse(_good, out var payload) ? payload.ToString() : "";
}
