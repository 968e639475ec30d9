using System.Net;
using QrisPayments.Plugins;

namespace QrisPayments.Facades;

/// <summary>One request to a facade: where it goes, where it comes from, and what the module answers in the facade's place.</summary>
/// <remarks>
/// What a facade asks for is the module's own work: it runs on the pool's threads and in the request's own context (from which
/// addresses are made), not on those that are set aside for the plugin.
/// </remarks>
internal sealed class FacadeVisit(ActiveFacade facade, IPAddress? client)
{
    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    public ActiveFacade Facade => facade;

    public string PluginId => facade.PluginId;

    public IPAddress? Client => client;

    /// <summary>
    /// How long the app was told to wait, when it was refused for asking too often; the answer
    /// says so, whether the facade or the module words it.
    /// </summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>
    /// In a network that has guessed too often: whether this reference is right. The answer is held back. Null when it goes out at once.
    /// </summary>
    public bool? Guess { get; set; }

    /// <summary>
    /// What is answered in place of whatever the facade says: a stranger has asked too often, for which its contract has no word. A
    /// mark, and no exception: that would pass through the plugin's code, which may swallow it, and stand in its faults.
    /// </summary>
    public FacadeRefusal? Refusal { get; private set; }

    /// <summary>Refuses the request, whatever the facade makes of it.</summary>
    public FacadeRefusal TooMany(TimeSpan wait) => Refusal = new FacadeRefusal(429, "Too many requests.", wait);

    /// <summary>Runs the module's own work, whatever thread and context the plugin calls from.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        if (_context is null) return Task.Run(work);
        Task<T>? task = null;
        ExecutionContext.Run(_context, _ => task = Task.Run(work), null);
        return task!;
    }
}
