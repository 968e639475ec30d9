namespace QrisPayments.BayarGg;

/// <summary>What was made of something that a client sent.</summary>
/// <typeparam name="T">What it was read as.</typeparam>
internal abstract record Parsed<T>
{
    private Parsed() { }

    public sealed record Good(T Value) : Parsed<T>;

    /// <param name="Fault">What is wrong, in the client's words for it.</param>
    public sealed record Bad(string Fault) : Parsed<T>;
}
