using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace QrisPayments.Shops.Tests.Secrets;

/// <summary>Whoever collects traces and metrics of a process: it hears every source, every meter, every tag.</summary>
internal sealed class Witness : IDisposable
{
    private readonly ConcurrentQueue<string> _heard = new();
    private readonly ActivityListener _traces;
    private readonly MeterListener _metrics = new();

    public Witness()
    {
        _traces = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
                Hear($"trace {activity.Source.Name} {activity.DisplayName} {activity.StatusDescription}", activity.TagObjects
                .Concat(activity.Events.SelectMany(happened => happened.Tags))
                .Concat(activity.Baggage.Select(pair => KeyValuePair.Create(pair.Key, (object?)pair.Value)))),
        };
        ActivitySource.AddActivityListener(_traces);
        _metrics.InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _metrics.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Hear("metric " + instrument.Name, tags.ToArray()));
        _metrics.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Hear("metric " + instrument.Name, tags.ToArray()));
        _metrics.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Hear("metric " + instrument.Name, tags.ToArray()));
        _metrics.Start();
    }

    /// <summary>What it heard, a line each.</summary>
    public IReadOnlyList<string> Heard => [.. _heard.Distinct(StringComparer.Ordinal)];

    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    private void Hear(string what, IEnumerable<KeyValuePair<string, object?>> tags) =>
        _heard.Enqueue(what + " " + string.Join(' ', tags.Select(tag => $"{tag.Key}={tag.Value}")));
}
