namespace QrisPayments.Codec;

/// <summary>An object to write: an id and either a value or parts of its own.</summary>
public sealed record QrisPart
{
    /// <summary>An object with a value of 1 to 99 characters.</summary>
    public QrisPart(int id, string value)
    {
        Id = id;
        Value = value;
    }

    /// <summary>A template; its parts are written in the order given.</summary>
    public QrisPart(int id, params IReadOnlyList<QrisPart> parts)
    {
        Id = id;
        Parts = parts;
    }

    /// <summary>0 to 99.</summary>
    public int Id { get; }

    /// <summary>The value; null for a template.</summary>
    public string? Value { get; }

    /// <summary>The parts of a template; empty for a value.</summary>
    public IReadOnlyList<QrisPart> Parts { get; } = [];
}
