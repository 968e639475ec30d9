using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using QrisPayments.Storage;

namespace QrisPayments.Console;

/// <summary>What a link to the console is worth.</summary>
internal enum LinkState
{
    /// <summary>It opens the console, once.</summary>
    Good,

    /// <summary>It was used, or its time is over.</summary>
    Over,

    /// <summary>It is not the link of this start.</summary>
    Wrong,
}

/// <summary>
/// How a developer gets in before the shop has policies: by a link that the start prints, so that only a reader of its output has it.
/// An address alone proves nothing: a tunnel's requests come from the loopback interface, too. Each start has a link of its own.
/// </summary>
internal sealed class DevelopmentLink(IHostEnvironment environment, IOptions<ConsoleOptions> options, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly DateTimeOffset _until = clock.Now() + Lifetime;
    private int _uses;

    /// <summary>In Development, and only until a policy is named: from then on the host's own log-in decides.</summary>
    public bool IsOffered { get; } = environment.IsDevelopment()
        && string.IsNullOrEmpty(options.Value.ViewerPolicy) && string.IsNullOrEmpty(options.Value.OperatorPolicy)
        && string.IsNullOrEmpty(options.Value.OwnerPolicy);

    /// <summary>256 random bits.</summary>
    public string Token { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public LinkState Check(string token) =>
        !IsOffered || !IsToken(token) ? LinkState.Wrong
        : Volatile.Read(ref _uses) > 0 || clock.Now() >= _until ? LinkState.Over
        : LinkState.Good;

    /// <summary>Uses the link up; of several requests at once one finds it good.</summary>
    public LinkState Use(string token)
    {
        var state = Check(token);
        return state == LinkState.Good && Interlocked.Increment(ref _uses) > 1 ? LinkState.Over : state;
    }

    private bool IsToken(string token) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(Token));
}
