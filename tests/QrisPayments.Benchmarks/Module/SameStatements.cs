using QrisPayments.Benchmarks.Module.Load;

namespace QrisPayments.Benchmarks.Module;

/// <summary>A twin that asks the database less than the module would be a lie; one that asks more, a flattery.</summary>
internal static class SameStatements
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(12);

    /// <summary>Compares what one create and one credit send to the server.</summary>
    /// <exception cref="InvalidOperationException">They differ: the module's statements have changed, and the twin's have not.</exception>
    public static async Task DemandAsync(string server, Questions module, Questions twin, bool show)
    {
        var idle = await StatementLog.WhileIdleAsync(server, Idle);
        foreach (var (name, next) in new (string, Func<Questions, byte[]?>)[]
                 {
                     ("create", who => who.Create()), ("create, code used before", who => who.CreatePopular()),
                     ("credit", who => who.Pay()),
                 })
        {
            var ours = await AskAsync(server, idle, module, next);
            var theirs = await AskAsync(server, idle, twin, next);
            System.Console.Error.WriteLine($"{name}: {ours.Count} round trips");
            if (show) System.Console.Error.WriteLine("  " + string.Join("\n  ", ours));
            if (ours.SequenceEqual(theirs)) continue;
            throw new InvalidOperationException(
                $"{name}: the twin no longer runs the module's statements. "
                    + "Bring TwinSql and TwinStore up to date.\n"
                    + $"Module:\n  {string.Join("\n  ", ours)}\nTwin:\n  {string.Join("\n  ", theirs)}");
        }
    }

    private static async Task<List<string>> AskAsync(string server, IReadOnlySet<string> idle, Questions who, Func<Questions, byte[]?> next)
    {
        // The first times open connections, which the server logs, too.
        for (var warm = 0; warm < 3; warm++) await OnceAsync(who, next);
        return await StatementLog.OfAsync(server, idle, () => OnceAsync(who, next));
    }

    private static async Task OnceAsync(Questions who, Func<Questions, byte[]?> next)
    {
        using var wire = await HttpWire.ConnectAsync(who.Server);
        var (status, text) = await wire.SendAsync(next(who) ?? throw new InvalidOperationException("There is no open payment."));
        if (status != 201) throw new InvalidOperationException(System.Text.Encoding.UTF8.GetString(text.Span));
        if (text.Span.IndexOf("\"total_amount\":"u8) > 0) who.Keep(text.Span);
    }
}
