using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace QrisPayments.Tests.Harness;

/// <summary>
/// The last warnings and errors of every host of this process, for the message of a wait that ended in vain: what kept it from becoming
/// true is often said there and nowhere else.
/// </summary>
internal sealed class Warnings : ILoggerProvider
{
    private const int Kept = 30;

    private static readonly ConcurrentQueue<string> Last = new();

    /// <summary>Those that were logged since <paramref name="start"/>, of all hosts: others may run beside the one that waits.</summary>
    public static string Since(DateTime start)
    {
        var since = Last.Where(line => string.CompareOrdinal(line, Stamp(start)) >= 0).ToList();
        return since.Count == 0 ? "No host warned of anything." : $"The hosts warned:\n{string.Join('\n', since)}";
    }

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName);

    public void Dispose() { }

    private static string Stamp(DateTime moment) => $"{moment:HH:mm:ss.fff}";

    private sealed class Logger(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            Last.Enqueue($"{Stamp(DateTime.UtcNow)} {logLevel} {category}: {formatter(state, exception)} {exception}");
            while (Last.Count > Kept) Last.TryDequeue(out _);
        }
    }
}
