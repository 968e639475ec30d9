namespace QrisPayments.Codec;

/// <summary>How much a finding weighs.</summary>
public enum QrisSeverity
{
    /// <summary>Fine as it is, reported so that a tolerance is never silent (an unknown tag, an unusual order).</summary>
    Lenient,

    /// <summary>Against the standard but seen on live codes, so accepted under <see cref="QrisProfile.Live"/>.</summary>
    Warn,

    /// <summary>The code must not be used.</summary>
    Reject,
}
