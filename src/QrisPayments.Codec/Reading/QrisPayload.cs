using System.Diagnostics.CodeAnalysis;

namespace QrisPayments.Codec;

/// <summary>
/// A checked payload as objects. It keeps their order, unknown ids and odd spacing, so that <see cref="ToString"/>
/// gives back exactly the text it was read from.
/// </summary>
public sealed class QrisPayload
{
    /// <summary>A payload's limit in characters (EMVCo MPM, payload size).</summary>
    public const int MaxLength = 512;

    private QrisPayload(IReadOnlyList<QrisObject> objects) => Objects = objects;

    /// <summary>The objects of the root, in their order.</summary>
    public IReadOnlyList<QrisObject> Objects { get; }

    /// <summary>Checks and reads a text; false when the profile rejects it. Never throws.</summary>
    /// <param name="text">The payload, as scanned.</param>
    /// <param name="payload">The objects, or null.</param>
    /// <param name="profile">How strictly to check.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out QrisPayload? payload, QrisProfile profile = QrisProfile.Live)
    {
        payload = QrisView.TryParse(text, out var view, profile) ? view.ToPayload() : null;
        return payload is not null;
    }

    /// <summary>The first object at a path such as <c>59</c> or <c>26.01</c>; null when there is none.</summary>
    public QrisObject? Find(string path) => Find(Objects, path);

    /// <summary>Prints the objects: the payload.</summary>
    public override string ToString() => string.Concat(Objects);

    internal static QrisPayload FromChecked(ReadOnlySpan<char> payload) => new(ObjectTree.Read(payload, 0));

    internal static QrisObject? Find(IReadOnlyList<QrisObject> objects, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        foreach (var candidate in objects)
        {
            if (path == candidate.Path) return candidate;
            if (path.StartsWith(candidate.Path, StringComparison.Ordinal) && Find(candidate.Children, path) is { } found) return found;
        }

        return null;
    }
}
