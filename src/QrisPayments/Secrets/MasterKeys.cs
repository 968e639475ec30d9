using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace QrisPayments.Secrets;

/// <summary>The master keys of this node.</summary>
internal sealed class MasterKeys(IOptions<IMasterKeyOptions> options, IHostEnvironment environment)
{
    // A malformed one is reported by its rule before anything is read with it.
    public MasterKey? Current { get; } = options.Value.MasterKey is { Length: > 0 } key ? MasterKey.Parse(key) : null;

    private readonly List<MasterKey> _old = [.. options.Value.OldMasterKeys.Select(MasterKey.Parse).OfType<MasterKey>()];

    /// <summary>
    /// On a developer's machine secrets may be stored with their keys in the open beside them, so that nothing has to be set up.
    /// </summary>
    public bool MayBeMissing { get; } = environment.IsDevelopment();

    /// <summary>The content as it is to be stored.</summary>
    public string Wrap(string row, string content) => Current?.Wrap(row, content) ?? content;

    /// <summary>Null when none of the keys fits, or when content in the open is not good enough here.</summary>
    public string? Unwrap(string row, string content)
    {
        if (!MasterKey.IsWrapped(content)) return Current is not null || MayBeMissing ? content : null;
        return Current?.Unwrap(row, content) ?? _old.Select(key => key.Unwrap(row, content)).FirstOrDefault(plain => plain is not null);
    }

    /// <summary>Whether the content is to be stored anew, under the key of now.</summary>
    public bool IsOutdated(string content) => Current is not null && !Current.Wrapped(content);
}
