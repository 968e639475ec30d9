using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using QrisPayments.Web;

namespace QrisPayments.Apps;

/// <summary>A client of the API, with its key as a hash.</summary>
internal sealed class ApiApp : IDisposable
{
    private readonly byte[] _keyHash;
    private readonly HashSet<string> _scopes;

    public ApiApp(AppOptions options, int position, LimitOptions limits)
    {
        Options = options;
        Number = options.Number ?? position;
        Code = options.Code;
        CallbackSecret = options.CallbackSecret;
        CallbackUrl = options.CallbackUrl;
        _keyHash = Hash(options.Key);
        _scopes = [.. options.Scopes, Scopes.Payments];
        Limiter = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = limits.Burst,
            TokensPerPeriod = limits.RequestsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
            AutoReplenishment = true,
        });
    }

    /// <summary>As the settings have it; the key is compared by its hash alone.</summary>
    public AppOptions Options { get; }

    public string Code { get; }

    /// <summary>Its number at gateways that count their shops.</summary>
    public int Number { get; }
    public string? CallbackSecret { get; }
    public string? CallbackUrl { get; }
    public RateLimiter Limiter { get; }

    public bool Has(string scope) => _scopes.Contains(scope) || _scopes.Contains(Scopes.All);

    /// <summary>Constant-time, whatever the length of what was sent.</summary>
    public bool HasKey(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(hash, _keyHash);

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public void Dispose() => Limiter.Dispose();
}
