namespace QrisPayments.Plugins;

/// <summary>Whether a QR code was drawn: exactly one of the nested records.</summary>
public abstract record QrDrawResult
{
    private QrDrawResult() { }

    /// <summary>The code was drawn.</summary>
    public sealed record Drawn : QrDrawResult
    {
        /// <summary>The code was drawn as this image.</summary>
        public Drawn(QrImage image) => Image = image;

        /// <summary>The image.</summary>
        public QrImage Image { get; init; }
    }

    /// <summary>The text is no valid QRIS payload.</summary>
    public sealed record NotQris : QrDrawResult;

    /// <summary>429: the client asks for too many. The module answers with this refusal, whatever the facade answers.</summary>
    public sealed record Refused : QrDrawResult
    {
        /// <summary>The client is refused.</summary>
        public Refused(FacadeRefusal refusal) => Refusal = refusal;

        /// <summary>What the client is told, by <see cref="IGatewayFacade.Refuse"/>.</summary>
        public FacadeRefusal Refusal { get; init; }
    }
}

/// <summary>A drawn QR code.</summary>
public sealed record QrImage
{
    /// <summary>The image's file.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary><c>image/svg+xml</c> or <c>image/png</c>.</summary>
    public required string ContentType { get; init; }
}
