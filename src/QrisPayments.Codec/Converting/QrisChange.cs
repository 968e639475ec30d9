namespace QrisPayments.Codec;

/// <summary>What happened to an object.</summary>
public enum QrisChangeKind
{
    /// <summary>It was not there before.</summary>
    Added,

    /// <summary>It is no longer there.</summary>
    Removed,

    /// <summary>Its value is another.</summary>
    Changed,
}

/// <summary>One object in which two payloads differ.</summary>
public sealed record QrisChange
{
    /// <summary>Ids that lead to the object, such as <c>62.01</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What happened to it.</summary>
    public required QrisChangeKind Kind { get; init; }

    /// <summary>Its value before; null when it was added.</summary>
    public string? Before { get; init; }

    /// <summary>Its value after; null when it was removed.</summary>
    public string? After { get; init; }

    /// <summary>
    /// The objects in which two texts differ, ordered by path. Objects are compared by id at every level, so order and
    /// what surrounds a payload do not count; of a text that is broken, only the part before the break is compared.
    /// </summary>
    public static IReadOnlyList<QrisChange> Between(string? before, string? after)
    {
        var old = ValuesOf(before);
        var changes = new List<QrisChange>();

        foreach (var (path, value) in ValuesOf(after))
        {
            if (!old.Remove(path, out var previous))
                changes.Add(new QrisChange { Path = path, Kind = QrisChangeKind.Added, After = value });
            else if (previous != value)
                changes.Add(new QrisChange { Path = path, Kind = QrisChangeKind.Changed, Before = previous, After = value });
        }

        foreach (var (path, value) in old) changes.Add(new QrisChange { Path = path, Kind = QrisChangeKind.Removed, Before = value });

        changes.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        return changes.AsReadOnly();
    }

    private static Dictionary<string, string> ValuesOf(string? text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var payload = Characters.TrimPadding(text, out _);
        if (payload.Length <= 2 * QrisPayload.MaxLength) Collect(ObjectTree.Read(payload, 0), values);
        return values;
    }

    private static void Collect(IReadOnlyList<QrisObject> objects, Dictionary<string, string> values)
    {
        foreach (var item in objects)
        {
            if (item.Children.Count > 0) Collect(item.Children, values);
            else values.TryAdd(item.Path, item.Value);
        }
    }
}
