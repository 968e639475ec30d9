using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace QrisPayments.Tests.Harness;

/// <summary>Collected logs as a person reads them.</summary>
internal static class Logs
{
    /// <summary>
    /// Everything that the host logs goes to the collector, down to trace. In place of the host's own factory, whose levels and
    /// providers the host decides.
    /// </summary>
    public static void LogTo(this WebApplicationBuilder builder, FakeLogCollector log) =>
        builder.Services.AddSingleton<ILoggerFactory>(_ => LoggerFactory.Create(logging =>
            logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(log))));

    /// <summary>The message and its exception with everything in it: a record's own text leaves the exception out.</summary>
    public static string Text(this FakeLogRecord record) => $"{record.Message} {record.Exception}";

    public static string Text(this FakeLogCollector log) => string.Join('\n', log.GetSnapshot().Select(Text));
}
