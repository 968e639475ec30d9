namespace QrisPayments.Storage;

/// <summary>SQL, written with the default prefix, and its values: an object whose properties are named like the parameters.</summary>
internal readonly record struct Statement(string Sql, object? Parameters = null)
{
    /// <summary>How the values are bound; null when there are none.</summary>
    public ParameterType? Values => Parameters is null ? null : ParameterType.Of(Parameters);
}
