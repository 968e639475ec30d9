using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace QrisPayments.Storage;

/// <summary>
/// The names of the module's tables and indexes in this database. SQL is written with the default prefix everywhere; under
/// another one each text is rewritten once and remembered.
/// </summary>
internal sealed partial class TableNames
{
    public const string DefaultPrefix = "qris_";

    /// <summary>Constants and the few texts that are composed at run time are some hundred; more are rewritten every time.</summary>
    private const int MaxTexts = 1_000;

    private readonly ConcurrentDictionary<string, string>? _rewritten;
    private int _texts;

    private TableNames(string prefix)
    {
        Prefix = prefix;
        if (prefix != DefaultPrefix) _rewritten = new(StringComparer.Ordinal);
    }

    public static TableNames Default { get; } = new(DefaultPrefix);

    public string Prefix { get; }

    /// <summary>How a message names the script that makes these tables.</summary>
    public string Script => Prefix == DefaultPrefix ? "QrisSchema.Script()" : $"QrisSchema.Script(\"{Prefix}\")";

    /// <exception cref="ArgumentException">No prefix: it becomes a part of SQL, so nothing else may pass.</exception>
    public static TableNames With(string prefix)
    {
        if (!IsPrefix(prefix)) throw new ArgumentException($"'{prefix}' is not a table prefix: {Rule}", nameof(prefix));
        return prefix == DefaultPrefix ? Default : new TableNames(prefix);
    }

    public const string Rule = "a lower-case letter, then up to 19 lower-case letters, digits and underscores, such as shop2_.";

    public static bool IsPrefix(string? prefix) => prefix is not null && PrefixRule().IsMatch(prefix);

    /// <summary>The text with this database's names. With the default prefix it is the same instance.</summary>
    public string In(string sql)
    {
        if (_rewritten is null) return sql;
        if (_rewritten.TryGetValue(sql, out var known)) return known;
        var text = Name().Replace(sql, match => match.Groups["name"].Success ? match.Groups["kind"].Value + Prefix : match.Value);
        if (Volatile.Read(ref _texts) < MaxTexts && _rewritten.TryAdd(sql, text)) Interlocked.Increment(ref _texts);
        return text;
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,19}\z")]
    private static partial Regex PrefixRule();

    // Literals and comments are matched first, so that nothing inside them is taken for a name; what follows @, : or $ is a parameter.
    [GeneratedRegex(@"'[^']*'|""[^""]*""|--\s[^\n]*|/\*[\s\S]*?\*/|(?<![\w@:$])(?<name>(?<kind>[iu]x_)?qris_)")]
    private static partial Regex Name();
}
