using Polly;
using Polly.CircuitBreaker;

namespace QrisPayments.Plugins;

/// <summary>How a guarded call went, as far as the breaker is concerned.</summary>
internal enum CallVerdict
{
    Well,
    Badly,

    /// <summary>Says nothing about the plugin: it was not asked, or its caller went away.</summary>
    NoWord,
}

/// <summary>
/// Leaves a part of a plugin alone after repeated faults, and asks it again with a single call after a pause that grows with
/// every one that fails.
/// </summary>
internal sealed class PluginBreaker
{
    private const double BadShare = 0.5;
    private const int MinCalls = 4;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _clock;
    private readonly CircuitBreakerManualControl _control = new();
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline<CallVerdict> _pipeline;
    private long _openUntil;
    private long _lastFault;

    public PluginBreaker(TimeProvider clock)
    {
        _clock = clock;
        var breaker = new CircuitBreakerStrategyOptions<CallVerdict>
        {
            FailureRatio = BadShare, MinimumThroughput = MinCalls, SamplingDuration = Window,
            BreakDurationGenerator = arguments => ValueTask.FromResult(Pause(arguments.HalfOpenAttempts)),
            ShouldHandle = arguments => ValueTask.FromResult(IsBad(arguments.Outcome.Result)),
            ManualControl = _control, StateProvider = _state,
            OnOpened = arguments =>
            {
                Interlocked.Exchange(ref _openUntil, (_clock.GetUtcNow() + arguments.BreakDuration).UtcTicks);
                return default;
            },
        };
        _pipeline = new ResiliencePipelineBuilder<CallVerdict> { TimeProvider = clock }.AddCircuitBreaker(breaker).Build();
    }

    /// <summary>Until when nothing is asked, or null.</summary>
    public DateTimeOffset? OpenUntil =>
        _state.CircuitState == CircuitState.Closed ? null : new DateTimeOffset(Interlocked.Read(ref _openUntil), TimeSpan.Zero);

    /// <summary>Whether a call would be let through.</summary>
    public bool Admits => _state.CircuitState switch
    {
        CircuitState.Closed => true,
        CircuitState.Open => _clock.GetUtcNow().UtcTicks >= Interlocked.Read(ref _openUntil),
        // The one call that decides is under way.
        _ => false,
    };

    public PluginCondition Condition =>
        _state.CircuitState != CircuitState.Closed ? PluginCondition.Open
        : _clock.GetUtcNow().UtcTicks - Interlocked.Read(ref _lastFault) < Window.Ticks ? PluginCondition.Failing
        : PluginCondition.Healthy;

    /// <summary>Runs the call; false when it was not let through.</summary>
    public async Task<bool> RunAsync(Func<Task<CallVerdict>> call)
    {
        try
        {
            var verdict = await _pipeline.ExecuteAsync(async _ => await call(), CancellationToken.None);
            if (verdict == CallVerdict.Badly) NoteFault();
            return true;
        }
        catch (BrokenCircuitException)
        {
            return false;
        }
    }

    /// <summary>Something came out of a call that went well: it is failing, and is asked all the same.</summary>
    public void NoteFault() => Interlocked.Exchange(ref _lastFault, _clock.GetUtcNow().UtcTicks);

    /// <summary>The operator's word that it works again.</summary>
    public async Task ResetAsync()
    {
        await _control.CloseAsync();
        Interlocked.Exchange(ref _lastFault, 0);
    }

    // The one call that decides must have been answered: a silence leaves it open.
    private bool IsBad(CallVerdict verdict) =>
        verdict == CallVerdict.Badly || (verdict == CallVerdict.NoWord && _state.CircuitState == CircuitState.HalfOpen);

    private static TimeSpan Pause(int failedProbes)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(failedProbes, 10));
        return pause < MaxPause ? pause : MaxPause;
    }
}
