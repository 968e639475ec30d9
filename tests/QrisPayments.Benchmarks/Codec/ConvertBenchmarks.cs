using BenchmarkDotNet.Attributes;
using QrisPayments.Codec;

namespace QrisPayments.Benchmarks.Codec;

/// <summary>Static to dynamic at 200 characters. Bound: 600,000 a second (1,667 ns) and 1 KB.</summary>
[MemoryDiagnoser]
public class ConvertBenchmarks
{
    private static readonly QrisConvertRequest Plain = new() { Amount = 50347 };

    private static readonly QrisConvertRequest WithTipAndBill = new()
    {
        Amount = 50347,
        Tip = QrisTip.Fixed(1500),
        AdditionalData = new QrisAdditionalData { BillNumber = "INV-2026-0001" },
    };

    private readonly string _payload = SamplePayloads.OfLength(200);

    [Benchmark(Baseline = true)]
    public QrisConversion Convert() => QrisConverter.Convert(_payload, Plain);

    [Benchmark]
    public QrisConversion ConvertWithTipAndBill() => QrisConverter.Convert(_payload, WithTipAndBill);

    [Benchmark]
    public int ConvertAndListChanges() => ((QrisConversion.Converted)QrisConverter.Convert(_payload, Plain)).Changes.Count;
}
