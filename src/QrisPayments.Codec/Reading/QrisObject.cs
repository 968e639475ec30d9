using System.Globalization;

namespace QrisPayments.Codec;

/// <summary>One object of a payload: an id and either a value or objects of its own.</summary>
public sealed class QrisObject
{
    internal QrisObject(string path, int offset, string value, IReadOnlyList<QrisObject> children)
    {
        Path = path;
        Offset = offset;
        Value = value;
        Children = children;
    }

    /// <summary>Two digits.</summary>
    public string Id => Path[^2..];

    /// <summary>Ids from the root to this object, such as <c>26.01</c>.</summary>
    public string Path { get; }

    /// <summary>Where its header stands in the text, in UTF-16 units.</summary>
    public int Offset { get; }

    /// <summary>The value as it stands in the text, of a template the text of its objects.</summary>
    public string Value { get; }

    /// <summary>The value's length as the header counts it: in characters (EMVCo MPM, data objects).</summary>
    public int Length => Characters.Count(Value);

    /// <summary>
    /// The objects inside, in their order. Templates 26-51, 62, 64 and 80-99 are opened, and 50-99 inside 62; one that
    /// does not hold whole objects is left closed.
    /// </summary>
    public IReadOnlyList<QrisObject> Children { get; }

    /// <summary>Writes the object anew: id, length in characters, and the objects or the value.</summary>
    public override string ToString()
    {
        var value = Children.Count == 0 ? Value : string.Concat(Children);
        return string.Create(CultureInfo.InvariantCulture, $"{Id}{Characters.Count(value):00}{value}");
    }
}
