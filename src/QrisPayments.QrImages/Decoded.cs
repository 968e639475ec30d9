using QrisPayments.Plugins;

namespace QrisPayments.QrImages;

/// <summary>What became of a file: exactly one of the nested records.</summary>
internal abstract record Decoded
{
    private Decoded() { }

    public sealed record Picture(Luma Luma) : Decoded;

    public sealed record Refused(QrUnreadable Why) : Decoded;
}
