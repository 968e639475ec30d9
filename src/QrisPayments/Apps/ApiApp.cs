using System.Security.Cryptography;
using System.Text;
using QrisPayments.Web;

namespace QrisPayments.Apps;

/// <summary>A client of the API, with its key as a hash.</summary>
/// <param name="options">As the settings have it; the key is compared by its hash alone.</param>
/// <param name="position">Its place among the apps, from 1.</param>
/// <param name="requests">What the apps may ask, by code.</param>
internal sealed class ApiApp(AppOptions options, int position, TokenBuckets<string> requests)
{
    private readonly byte[] _keyHash = Hash(options.Key);
    private readonly HashSet<string> _scopes = [.. options.Scopes, Scopes.Payments];

    public AppOptions Options => options;

    public string Code => options.Code;

    /// <summary>Its number at gateways that count their shops.</summary>
    public int Number { get; } = options.Number ?? position;

    public string? CallbackSecret => options.CallbackSecret;

    public string? CallbackUrl => options.CallbackUrl;

    public bool Has(string scope) => _scopes.Contains(scope) || _scopes.Contains(Scopes.All);

    /// <summary>Counts a request; false when it is one too many.</summary>
    public bool TryAsk(out TimeSpan wait) => requests.TryTake(Code, out wait);

    /// <summary>Constant-time, whatever the length of what was sent.</summary>
    public bool HasKey(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(hash, _keyHash);

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
