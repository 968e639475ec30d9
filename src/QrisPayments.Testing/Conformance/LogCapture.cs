using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace QrisPayments.Testing;

/// <summary>Keeps every line of a plugin's log, down to trace, with its values and its exception.</summary>
internal sealed class LogCapture : ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull
    {
        _lines.Enqueue(Text(state));
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        // The values go to structured sinks even where the message does not show them.
        _lines.Enqueue($"{formatter(state, exception)} {Text(state)} {exception}");

    private static string Text<TState>(TState state) =>
        state is IEnumerable<KeyValuePair<string, object?>> values
            ? string.Join(' ', values.Select(value => $"{value.Key}={value.Value}"))
            : $"{state}";
}
