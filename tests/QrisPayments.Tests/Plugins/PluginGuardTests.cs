using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Settings;
using QrisPayments.Testing;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Plugins;

/// <summary>What stands between the module and a plugin's code, whatever that code does.</summary>
public sealed class PluginGuardTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);

    private readonly FakeClock _clock = new();
    private readonly PluginGuard _guard;

    public PluginGuardTests() => _guard = new PluginGuard("bad", _clock);

    private static PluginCall Call(TimeSpan? box = null, string part = "part") =>
        new(part, "do something", box ?? TimeSpan.FromSeconds(10));

    private Task<PluginAnswer<string>> RunAsync(
        Func<CancellationToken, Task<string>> work, TimeSpan? box = null, string part = "part", CancellationToken token = default) =>
        _guard.RunAsync(Call(box, part), work, token);

    private Task<PluginAnswer<string>> WellAsync(string part = "part") => RunAsync(_ => Task.FromResult("well"), part: part);

    private Task<PluginAnswer<string>> BadlyAsync() => RunAsync(_ => throw new InvalidOperationException("broken"));

    public static TheoryData<string, Func<CancellationToken, Task<string>>, string> Faults => new()
    {
        { "throws at once", _ => throw new InvalidOperationException("broken"), "InvalidOperationException: broken" },
        { "throws later", async _ => { await Task.Yield(); throw new InvalidOperationException("broken"); },
            "InvalidOperationException: broken" },
        { "cancels itself", _ => throw new OperationCanceledException("mine"), "OperationCanceledException: mine" },
        { "gives no task", _ => null!, "It answered nothing." },
        { "gives a task of null", _ => Task.FromResult<string>(null!), "It answered nothing." },
        { "throws what cannot be described", _ => throw new Unreadable(), "Unreadable, whose message cannot be read." },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Whatever_goes_wrong_is_an_answer(string how, Func<CancellationToken, Task<string>> work, string message)
    {
        var failed = Assert.IsType<PluginAnswer<string>.Failed>(await RunAsync(work));

        Assert.StartsWith(message, failed.Message, StringComparison.Ordinal);
        Assert.NotNull(how);
        var fault = Assert.Single(_guard.Faults);
        Assert.Equal(("do something", failed.Message, _clock.GetUtcNow()), (fault.What, fault.Message, fault.At));
        Assert.Equal(0, _guard.InFlight);
    }

    /// <summary>A busy host runs the end of a time box before the continuation of an answer that came in time.</summary>
    [Fact]
    public async Task An_answer_that_is_there_when_the_time_ends_counts()
    {
        var answer = await RunAsync(_ =>
        {
            Thread.Sleep(50);
            // Timers go before whatever is queued here already.
            for (var i = 0; i < 16 * Environment.ProcessorCount; i++)
                ThreadPool.UnsafeQueueUserWorkItem(_ => Thread.Sleep(100), null);
            return Task.FromResult("in time");
        }, Short);

        Assert.Equal("in time", Assert.IsType<PluginAnswer<string>.Given>(answer).Value);
        Assert.Empty(_guard.Faults);
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_the_one_thing_that_comes_out()
    {
        using var caller = new CancellationTokenSource();
        var running = RunAsync(async token => { await Task.Delay(Timeout.Infinite, token); return ""; }, token: caller.Token);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Wait.UntilAsync(() => Task.FromResult(_guard.InFlight == 0), "the plugin was told to stop");
        Assert.Empty(_guard.Faults);
        Assert.Equal(PluginCondition.Healthy, _guard.Health.Condition);
    }

    [Fact]
    public async Task A_call_that_was_given_up_is_told_to_stop_and_counts_until_it_does()
    {
        var stop = new TaskCompletionSource();
        Assert.IsType<PluginAnswer<string>.TimedOut>(await RunAsync(async _ => { await stop.Task; return ""; }, Short));
        Assert.IsType<PluginAnswer<string>.TimedOut>(
            await RunAsync(async token => { await Task.Delay(Timeout.Infinite, token); return ""; }, Short));

        await Wait.UntilAsync(() => Task.FromResult(_guard.GivenUp == 1), "the one that obeys has ended");
        Assert.Equal(1, _guard.InFlight);
        stop.SetResult();
        await Wait.UntilAsync(() => Task.FromResult((_guard.GivenUp, _guard.InFlight) == (0, 0)), "the other has ended, too");
    }

    [Fact]
    public async Task A_plugin_that_blocks_when_it_is_told_to_stop_holds_one_thread_of_its_own()
    {
        using var released = new ManualResetEventSlim();
        for (var i = 0; i < 3; i++)
            Assert.IsType<PluginAnswer<string>.TimedOut>(await RunAsync(async token =>
            {
                token.Register(released.Wait);
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
                return "";
            }, Short, part: $"{i}"));

        Assert.IsType<PluginAnswer<string>.Given>(await WellAsync("another"));
        Assert.InRange(_guard.ThreadCount, 1, PluginGuard.Threads + 1);
        released.Set();
    }

    [Theory]
    [InlineData("at once")]
    [InlineData("after an await")]
    [InlineData("after ConfigureAwait(false)")]
    public async Task A_hang_costs_at_most_eight_threads(string when)
    {
        using var released = new ManualResetEventSlim();
        var (inside, most) = (0, 0);
        void Hang()
        {
            var now = Interlocked.Increment(ref inside);
            InterlockedMax(ref most, now);
            released.Wait();
            Interlocked.Decrement(ref inside);
        }

        Task<PluginAnswer<string>> HangAsync(PluginCall call) => _guard.RunAsync(call, async _ =>
        {
            if (when == "after an await") await Task.Delay(1, CancellationToken.None);
            if (when == "after ConfigureAwait(false)") await Task.Delay(1, CancellationToken.None).ConfigureAwait(false);
            Hang();
            return "";
        }, CancellationToken.None);

        // The first take every place, however long a busy machine needs to begin them; the others find none. Four of them are enough
        // for a breaker, so that none is refused because the others were quick to fail.
        var first = Enumerable.Range(0, PluginGuard.Threads)
            .Select(i => HangAsync(Call(Wait.Bound, i < 4 ? "part" : "second") with { RunBox = Short })).ToList();
        var others = Enumerable.Range(0, 53).Select(_ => HangAsync(Call(Short, "others"))).ToList();

        Assert.All(await Task.WhenAll(first), answer => Assert.IsType<PluginAnswer<string>.TimedOut>(answer));
        Assert.All(await Task.WhenAll(others), answer => Assert.IsType<PluginAnswer<string>.NotBegun>(answer));
        await Wait.UntilAsync(() => Task.FromResult(Volatile.Read(ref inside)), hanging => hanging == PluginGuard.Threads,
            "all that began hang");
        Assert.InRange(_guard.ThreadCount, 0, 8);
        Assert.Equal(PluginCondition.Open, _guard.Health.Condition);
        // While it hangs, later probes cost no more.
        for (var i = 0; i < 5; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(10));
            Assert.IsType<PluginAnswer<string>.NotBegun>(await RunAsync(_ => Task.FromResult(""), Short));
        }
        Assert.Equal(PluginGuard.Threads, most);
        released.Set();
        await Wait.UntilAsync(() => Task.FromResult(_guard.InFlight == 0), "all have ended");
    }

    [Fact]
    public async Task A_slow_gateway_that_waits_without_threads_serves_many_at_a_time()
    {
        var (inside, most) = (0, 0);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => RunAsync(async token =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref inside));
            await Task.Delay(100, token);
            Interlocked.Decrement(ref inside);
            return "well";
        }, TimeSpan.FromSeconds(25))));

        Assert.All(answers, answer => Assert.IsType<PluginAnswer<string>.Given>(answer));
        Assert.InRange(most, 16, 100);
    }

    [Fact]
    public async Task Another_plugin_goes_on_as_before_while_one_hangs()
    {
        using var released = new ManualResetEventSlim();
        var hanging = Enumerable.Range(0, 30)
            .Select(_ => RunAsync(_ => { released.Wait(CancellationToken.None); return Task.FromResult(""); }, TimeSpan.FromSeconds(20)))
            .ToList();
        var other = new PluginGuard("good", _clock);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            other.RunAsync(Call(), async _ => { await Task.Yield(); return i; }, CancellationToken.None)));

        Assert.Equal(Enumerable.Range(0, 200), answers.Select(answer => Assert.IsType<PluginAnswer<int>.Given>(answer).Value));
        Assert.DoesNotContain(hanging, call => call.IsCompleted);
        released.Set();
        await Task.WhenAll(hanging);
    }

    [Fact]
    public async Task After_repeated_faults_it_is_left_alone_asked_once_and_believed_when_it_answers()
    {
        for (var i = 0; i < 4; i++) Assert.IsType<PluginAnswer<string>.Failed>(await BadlyAsync());

        Assert.False(_guard.Admits("part"));
        Assert.Equal(_clock.GetUtcNow().AddSeconds(15), _guard.OpenUntil("part"));
        var ran = false;
        Assert.IsType<PluginAnswer<string>.NotBegun>(await RunAsync(_ => { ran = true; return Task.FromResult(""); }));
        Assert.False(ran);

        // Half open: one question, and all others wait for its answer.
        _clock.Advance(TimeSpan.FromSeconds(16));
        Assert.True(_guard.Admits("part"));
        var answer = new TaskCompletionSource<string>();
        var probe = RunAsync(_ => answer.Task);
        Assert.False(_guard.Admits("part"));
        Assert.IsType<PluginAnswer<string>.NotBegun>(await WellAsync());
        answer.SetResult("well");
        Assert.IsType<PluginAnswer<string>.Given>(await probe);

        Assert.True(_guard.Admits("part"));
        Assert.IsType<PluginAnswer<string>.Given>(await WellAsync());
        Assert.Equal(PluginCondition.Failing, _guard.Health.Condition);
        _clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(PluginCondition.Healthy, _guard.Health.Condition);
    }

    [Fact]
    public async Task A_probe_that_fails_makes_the_pause_longer()
    {
        for (var i = 0; i < 4; i++) await BadlyAsync();
        _clock.Advance(TimeSpan.FromSeconds(16));

        Assert.IsType<PluginAnswer<string>.Failed>(await BadlyAsync());

        Assert.Equal(_clock.GetUtcNow().AddSeconds(30), _guard.OpenUntil("part"));
    }

    [Fact]
    public async Task The_operator_can_say_that_it_works_again()
    {
        using var released = new ManualResetEventSlim();
        await Task.WhenAll(Enumerable.Range(0, 10)
            .Select(_ => RunAsync(_ => { released.Wait(CancellationToken.None); return Task.FromResult(""); }, Short)));
        Assert.False(_guard.Admits("part"));

        await _guard.ResetAsync();

        Assert.IsType<PluginAnswer<string>.Given>(await WellAsync());
        Assert.Empty(_guard.Faults);
        released.Set();
    }

    [Fact]
    public async Task One_part_that_fails_leaves_the_others_of_the_plugin_at_work()
    {
        for (var i = 0; i < 4; i++) await BadlyAsync();

        Assert.IsType<PluginAnswer<string>.Given>(await WellAsync("another"));
        var health = _guard.Health;
        Assert.Equal((PluginCondition.Open, _clock.GetUtcNow().AddSeconds(15)), (health.Condition, health.OpenUntil));
        Assert.Equal([("another", PluginCondition.Healthy), ("part", PluginCondition.Open)],
            health.Parts.Select(part => (part.Part, part.Condition)));
    }

    [Fact]
    public async Task An_answer_of_unknown_counts_against_it()
    {
        for (var i = 0; i < 4; i++)
            await _guard.RunAsync(Call(), _ => Task.FromResult("unknown"), CancellationToken.None, answer => answer == "unknown");

        Assert.False(_guard.Admits("part"));
    }

    [Fact]
    public async Task Faults_hold_no_secret_are_short_and_only_the_last_are_kept()
    {
        _guard.Conceal(new Keys { Key = "s3cret/key", Note = "plain" });
        for (var i = 0; i < 25; i++)
        {
            var number = i;
            await _guard.RunAsync(Call(part: $"{i}"), Task<string> (_) =>
                throw new InvalidOperationException($"{number}: plain s3cret/key and s3cret%2Fkey\n{new string('x', 50_000)}"),
                    CancellationToken.None);
        }

        Assert.Equal(20, _guard.Faults.Count);
        Assert.StartsWith("InvalidOperationException: 24: plain *** and *** x", _guard.Faults[0].Message, StringComparison.Ordinal);
        Assert.All(_guard.Faults, fault => Assert.InRange(fault.Message.Length, 1, 500));
    }

    private static void InterlockedMax(ref int most, int now)
    {
        for (var seen = Volatile.Read(ref most); now > seen; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, now, seen);
    }

    private sealed record Keys
    {
        [Secret]
        public string Key { get; init; } = "";
        public string Note { get; init; } = "";
    }

    private sealed class Unreadable : Exception
    {
        public override string Message => throw new InvalidOperationException();
    }
}
