using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using QrisPayments.Foundation;
using QrisPayments.Settings;

namespace QrisPayments.Plugins;

/// <summary>
/// Stands between the module and one plugin's code. Every call is time-boxed and runs on threads of the plugin's own, and
/// whatever goes wrong is an answer; only the caller's own cancellation comes out as an exception. A part that fails again and
/// again is left alone for a while.
/// </summary>
/// <remarks>
/// A hang costs at most eight threads: seven that run the plugin and one that tells it to stop. What cannot be contained in one
/// process is memory and processor time: a plugin that allocates without end or computes without end takes both from the host.
/// Nor can threads that a plugin makes for itself. Run only plugins that you trust.
/// </remarks>
internal sealed class PluginGuard
{
    /// <summary>Threads that run the plugin; one more cancels.</summary>
    public const int Threads = 7;

    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly PluginFaults _faults;
    private readonly ConcurrentDictionary<string, PluginBreaker> _breakers = new(StringComparer.Ordinal);
    private volatile Ground _ground;
    private int _underWay;
    private int _givenUp;

    public PluginGuard(string pluginId, TimeProvider? clock = null, ILogger? logger = null)
    {
        PluginId = pluginId;
        _clock = clock ?? TimeProvider.System;
        _logger = logger ?? NullLogger.Instance;
        _faults = new PluginFaults(_clock);
        _ground = new Ground(pluginId);
    }

    public string PluginId { get; }

    /// <summary>
    /// Calls that were asked for and have not ended, those that were given up included. The plugin can be unloaded when there is none.
    /// </summary>
    public int InFlight => Volatile.Read(ref _underWay);

    /// <summary>Calls that did not end in time and have not ended since.</summary>
    public int GivenUp => Volatile.Read(ref _givenUp);

    /// <summary>Threads that the plugin holds at this moment.</summary>
    public int ThreadCount => _ground.Threads.Count + _ground.Canceller.Count;

    public IReadOnlyList<PluginFault> Faults => _faults.Recent;

    public PluginHealth Health
    {
        get
        {
            var parts = _breakers.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => new PartHealth(pair.Key, pair.Value.Condition, pair.Value.OpenUntil)).ToList();
            var worst = parts.Select(part => part.Condition).DefaultIfEmpty(PluginCondition.Healthy).Max();
            if (worst == PluginCondition.Healthy && GivenUp > 0) worst = PluginCondition.Failing;
            return new PluginHealth(worst, parts.Max(part => part.OpenUntil), InFlight, GivenUp, parts);
        }
    }

    /// <summary>Whether a call of this part would be let through now.</summary>
    public bool Admits(string part) => !_breakers.TryGetValue(part, out var breaker) || breaker.Admits;

    /// <summary>When this part is asked again, UTC; null when it is not left alone.</summary>
    public DateTimeOffset? OpenUntil(string part) => _breakers.TryGetValue(part, out var breaker) ? breaker.OpenUntil : null;

    /// <summary>From now on no fault and no log line holds the secrets among these settings.</summary>
    public void Conceal(object settings) => _faults.Conceal(SecretWords.Of(settings));

    /// <summary>A text about the plugin, fit to be shown and logged.</summary>
    public string Clean(string text) => _faults.Clean(text);

    /// <summary>
    /// The operator's word that it works again: breakers close, faults are forgotten, and calls that never end are left to
    /// themselves on their old threads while new ones begin on others.
    /// </summary>
    public async Task ResetAsync()
    {
        _ground = new Ground(PluginId);
        foreach (var breaker in _breakers.Values) await breaker.ResetAsync();
        _faults.Clear();
    }

    /// <summary>Notes something that came out of a call that in itself went well, such as a filter's value that breaks the rules.</summary>
    public string Note(PluginCall call, string message)
    {
        var fault = _faults.Add(call, Clean(message));
        _logger.LogError("Plugin {Plugin} failed: {What}: {Message}", PluginId, fault.What, fault.Message);
        return fault.Message;
    }

    /// <summary>Shows a part as failing, without a word: what is wrong with it was said before.</summary>
    public void MarkFailing(string part)
    {
        if (_breakers.TryGetValue(part, out var breaker)) breaker.NoteFault();
    }

    /// <summary>Calls the plugin.</summary>
    /// <param name="call">What it is for.</param>
    /// <param name="work">
    /// The plugin's code, and all looking into what it answered that may run more of it. An exception is a fault, as is null.
    /// </param>
    /// <param name="cancellationToken">The caller's own; when it is set, the caller goes away at once.</param>
    /// <param name="isFault">Answers that count against the plugin although nothing broke, such as "unknown".</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> is set.</exception>
    public async Task<PluginAnswer<T>> RunAsync<T>(
        PluginCall call, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken, Func<T, bool>? isFault = null)
    {
        PluginAnswer<T>? answer = null;
        async Task<CallVerdict> Run()
        {
            (answer, var verdict) = await CallAsync(call, work, isFault, cancellationToken);
            return verdict;
        }

        if (call.Part is null) await Run();
        else if (!await _breakers.GetOrAdd(call.Part, _ => new PluginBreaker(_clock)).RunAsync(Run))
            return new PluginAnswer<T>.NotBegun("After repeated faults it is left alone for a while.");
        cancellationToken.ThrowIfCancellationRequested();
        return answer!;
    }

    private async Task<(PluginAnswer<T>, CallVerdict)> CallAsync<T>(
        PluginCall call, Func<CancellationToken, Task<T>> work, Func<T, bool>? isFault, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var ground = _ground;
        Interlocked.Increment(ref _underWay);
        try
        {
            if (!await ground.Room.EnterAsync(call.TimeBox, cancellationToken))
            {
                Interlocked.Decrement(ref _underWay);
                var tooMany = Note(call, "It was not begun: too many of its calls have not ended.");
                return (new PluginAnswer<T>.NotBegun(tooMany), CallVerdict.NoWord);
            }
        }
        catch (OperationCanceledException)
        {
            Interlocked.Decrement(ref _underWay);
            return (new PluginAnswer<T>.NotBegun("The caller went away."), CallVerdict.NoWord);
        }

        var flight = new Flight<T>(this, ground, work, isFault);
        flight.Start();
        try
        {
            await flight.Began.WaitAsync(Remaining(call.TimeBox - watch.Elapsed), cancellationToken);
            var box = call.RunBox ?? Remaining(call.TimeBox - watch.Elapsed);
            return flight.Classify(await flight.Ended.WaitAsync(box, cancellationToken), call);
        }
        catch (TimeoutException)
        {
            // A host that is short of threads runs the end of the time box before the continuation of an answer that is there.
            if (flight.Ended is { IsCompletedSuccessfully: true, Result: var inTime }) return flight.Classify(inTime, call);
            if (!flight.GiveUp(late: true))
                return (new PluginAnswer<T>.NotBegun(Note(call, "It was not begun: no thread was free in time.")), CallVerdict.NoWord);
            var late = Note(call, $"It did not answer within {watch.Elapsed.TotalSeconds:0.#} s.");
            return (new PluginAnswer<T>.TimedOut(late), CallVerdict.Badly);
        }
        catch (OperationCanceledException)
        {
            flight.GiveUp(late: false);
            return (new PluginAnswer<T>.NotBegun("The caller went away."), CallVerdict.NoWord);
        }
    }

    private static TimeSpan Remaining(TimeSpan left) => left > TimeSpan.FromMilliseconds(50) ? left : TimeSpan.FromMilliseconds(50);

    /// <summary>Where a plugin runs.</summary>
    private sealed record Ground(PluginThreads Threads, PluginThreads Canceller, PluginRoom Room)
    {
        public Ground(string id) : this(
            new PluginThreads($"qris-plugin {id}", PluginGuard.Threads),
            new PluginThreads($"qris-plugin {id} (cancels)", 1),
            new PluginRoom(PluginGuard.Threads)) { }
    }

    /// <summary>One call, from its place in the room to its end, which may be long after its caller has gone.</summary>
    [SuppressMessage("Design", "CA1001",
        Justification = "The plugin may hold the token for as long as it likes; without a timer there is nothing to dispose of.")]
    private sealed class Flight<T>(PluginGuard guard, Ground ground, Func<CancellationToken, Task<T>> work, Func<T, bool>? isFault)
    {
        private const int Waiting = 0, Running = 1, Cancelled = 2;

        // No caller's continuation runs on the plugin's threads.
        private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<PluginAnswer<T>> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenSource _cancel = new();
        private int _stage;
        private int _late;

        public Task Began => _began.Task;

        public Task<PluginAnswer<T>> Ended => _ended.Task;

        public void Start()
        {
            // The request that we are in (its HttpContext, its trace) does not concern the plugin, and a task that the
            // plugin leaves behind would keep it alive.
            var flow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
            try
            {
                _ = Task.Factory.StartNew(CallAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, ground.Threads);
            }
            finally
            {
                flow?.Undo();
            }
        }

        public (PluginAnswer<T>, CallVerdict) Classify(PluginAnswer<T> answer, PluginCall call) => answer switch
        {
            PluginAnswer<T>.Failed failed => (new PluginAnswer<T>.Failed(guard.Note(call, failed.Message)), CallVerdict.Badly),
            PluginAnswer<T>.Given given when isFault?.Invoke(given.Value) == true => (answer, CallVerdict.Badly),
            _ => (answer, CallVerdict.Well),
        };

        /// <summary>Its caller no longer waits; false when it had not begun, and then it never will.</summary>
        public bool GiveUp(bool late)
        {
            if (Interlocked.CompareExchange(ref _stage, Cancelled, Waiting) == Waiting) return false;
            if (late)
            {
                ground.Room.Shrink();
                if (Interlocked.CompareExchange(ref _late, 1, 0) == 0) Interlocked.Increment(ref guard._givenUp);
            }
            // What the plugin hangs on the token runs when it is set: on a thread that it may block.
            var cancelling = Task.Factory.StartNew(
                static state => ((CancellationTokenSource)state!).Cancel(), _cancel, CancellationToken.None,
                TaskCreationOptions.DenyChildAttach, ground.Canceller);
            _ = cancelling.ContinueWith(
                static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return true;
        }

        private async Task CallAsync()
        {
            if (Interlocked.CompareExchange(ref _stage, Running, Waiting) != Waiting)
            {
                Interlocked.Decrement(ref guard._underWay);
                ground.Room.Leave(well: false);
                return;
            }
            _began.SetResult();
            PluginAnswer<T> answer;
            try
            {
                answer = await (work(_cancel.Token) ?? throw new PluginAnswerException("It answered nothing.")) is { } value
                    ? new PluginAnswer<T>.Given(value)
                    : new PluginAnswer<T>.Failed("It answered nothing.");
            }
            catch (Exception exception)
            {
                answer = new PluginAnswer<T>.Failed(Describe(exception));
            }
            Interlocked.Decrement(ref guard._underWay);
            // Late, but ended: it no longer counts among those that never do.
            var late = Interlocked.Exchange(ref _late, 2) == 1;
            if (late) Interlocked.Decrement(ref guard._givenUp);
            ground.Room.Leave(well: !late && answer is PluginAnswer<T>.Given);
            _ended.SetResult(answer);
        }

        /// <summary>Here, on the plugin's thread: an exception's text is code of the plugin, too.</summary>
        private static string Describe(Exception exception)
        {
            try
            {
                if (exception is PluginAnswerException) return exception.Message;
                var inner = exception.InnerException is { } cause ? $" ({cause.GetType().Name}: {cause.Message})" : "";
                var place = exception.StackTrace?.Split('\n')[0].Trim();
                return $"{exception.GetType().Name}: {exception.Message}{inner} {place}".TrimEnd();
            }
            catch (Exception)
            {
                return $"{exception.GetType().Name}, whose message cannot be read.";
            }
        }
    }
}
