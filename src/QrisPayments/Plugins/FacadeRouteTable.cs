using QrisPayments.Plugins.Providers;

namespace QrisPayments.Plugins;

/// <summary>A facade's routes, taken apart once.</summary>
internal sealed class FacadeRouteTable
{
    private const int MaxRoutes = 200;
    private readonly Entry[] _entries;

    /// <exception cref="ArgumentException">A route cannot be read; the message names it.</exception>
    public FacadeRouteTable(IReadOnlyList<FacadeRoute> routes)
    {
        if (routes.Count > MaxRoutes) throw new ArgumentException($"A facade has at most {MaxRoutes} routes.", nameof(routes));
        // Words before names, named methods before all: the closest route answers.
        _entries = [.. routes.Select(Entry.Of).OrderBy(entry => entry.Names).ThenBy(entry => entry.Route.Method == "*")];
    }

    /// <summary>The paths, each once, as route patterns without the first slash; those that end in a word also with <c>.php</c>.</summary>
    public IEnumerable<string> Patterns => _entries.SelectMany(entry => entry.Patterns).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>What answers this path and method.</summary>
    public FacadeMatch Find(string method, string path)
    {
        if (method == "HEAD") method = "GET";
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        List<string>? allowed = null;
        foreach (var entry in _entries)
        {
            if (entry.Match(segments) is not { } values) continue;
            if (entry.Route.Method == "*" || entry.Route.Method == method) return new FacadeMatch.Found(entry.Route, values);
            (allowed ??= []).Add(entry.Route.Method);
        }
        return allowed is null
            ? new FacadeMatch.NoSuchPath()
            : new FacadeMatch.WrongMethod(allowed.Contains("GET") ? [.. allowed, "HEAD"] : allowed);
    }

    private sealed record Entry(FacadeRoute Route, string[] Segments)
    {
        public int Names => Segments.Count(IsName);

        public IEnumerable<string> Patterns
        {
            get
            {
                yield return Route.Path;
                if (Segments.Length > 0 && !IsName(Segments[^1])) yield return Route.Path + ".php";
            }
        }

        public static Entry Of(FacadeRoute route)
        {
            if (route.Answer is null || route.Method.Length == 0
                || (route.Method != "*" && route.Method.Any(c => !char.IsAsciiLetterUpper(c))))
                throw new ArgumentException($"The route {route.Method} {route.Path} needs a method in capitals, or *, and what answers it.",
                    nameof(route));
            var segments = route.Path.Length == 0 ? [] : route.Path.Split('/');
            if (!segments.All(IsSound))
                throw new ArgumentException($"The route path '{route.Path}' must be words of a-z A-Z 0-9 - _ . "
                    + $"and {{names}} of a-z and _, between single slashes.", nameof(route));
            return new Entry(route, segments);
        }

        /// <summary>The values of the names, or null when the path is another one.</summary>
        public Dictionary<string, string>? Match(string[] path)
        {
            if (path.Length != Segments.Length) return null;
            Dictionary<string, string> values = [];
            for (var i = 0; i < path.Length; i++)
            {
                var (segment, given) = (Segments[i], path[i]);
                // The server decodes a path, all but this one: it would be a new segment.
                if (IsName(segment)) values[segment[1..^1]] = given.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
                else if (!given.Equals(segment, StringComparison.OrdinalIgnoreCase)
                    && !(i == path.Length - 1 && given.Equals(segment + ".php", StringComparison.OrdinalIgnoreCase))) return null;
            }
            return values;
        }

        private static bool IsName(string segment) => segment[0] == '{';

        private static bool IsSound(string segment) =>
            segment.Length > 0 && (IsName(segment)
                ? segment.Length > 2 && segment[^1] == '}' && segment[1..^1].All(c => char.IsAsciiLetterLower(c) || c == '_')
                : segment is not ("." or "..") && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));
    }
}

/// <summary>What a path leads to: exactly one of the nested records.</summary>
internal abstract record FacadeMatch
{
    private FacadeMatch() { }

    public sealed record Found(FacadeRoute Route, IReadOnlyDictionary<string, string> Values) : FacadeMatch;

    public sealed record WrongMethod(IReadOnlyList<string> Allowed) : FacadeMatch;

    public sealed record NoSuchPath : FacadeMatch;
}
