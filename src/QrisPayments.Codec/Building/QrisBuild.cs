namespace QrisPayments.Codec;

/// <summary>What became of a draft: <see cref="Built"/> or <see cref="Refused"/>, nothing else.</summary>
public abstract class QrisBuild
{
    private QrisBuild()
    {
    }

    /// <summary>A payload without anything that <see cref="QrisProfile.Strict"/> rejects.</summary>
    public sealed class Built : QrisBuild
    {
        internal Built(string payload) => Payload = payload;

        /// <summary>The payload.</summary>
        public string Payload { get; }
    }

    /// <summary>Nothing was built.</summary>
    public sealed class Refused : QrisBuild
    {
        internal Refused(IReadOnlyList<QrisFinding> findings) => Findings = findings;

        /// <summary>All that is wrong; offsets are those of the payload it would have been.</summary>
        public IReadOnlyList<QrisFinding> Findings { get; }
    }
}
