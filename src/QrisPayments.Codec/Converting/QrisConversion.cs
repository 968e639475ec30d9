namespace QrisPayments.Codec;

/// <summary>What became of a conversion: <see cref="Converted"/> or <see cref="Refused"/>, nothing else.</summary>
public abstract class QrisConversion
{
    private QrisConversion()
    {
    }

    /// <summary>The new payload, read and checked again before it was returned.</summary>
    public sealed class Converted : QrisConversion
    {
        private readonly string _source;

        internal Converted(string source, string payload)
        {
            _source = source;
            Payload = payload;
        }

        /// <summary>The new payload.</summary>
        public string Payload { get; }

        /// <summary>Every object that differs from the text given; worked out when it is first asked for.</summary>
        public IReadOnlyList<QrisChange> Changes => field ??= QrisChange.Between(_source, Payload);
    }

    /// <summary>Nothing was converted.</summary>
    public sealed class Refused : QrisConversion
    {
        internal Refused(IReadOnlyList<QrisFinding> findings) => Findings = findings;

        /// <summary>
        /// Why: everything that is wrong with the request, then everything found in the text. At least one finding is
        /// of severity <see cref="QrisSeverity.Reject"/>. When only the outcome would have been wrong (too long), the
        /// findings are about that.
        /// </summary>
        public IReadOnlyList<QrisFinding> Findings { get; }
    }
}
