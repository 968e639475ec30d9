namespace QrisPayments.Plugins;

/// <summary>The shop behind a facade, for one request.</summary>
public interface IFacadeShop
{
    /// <summary>
    /// The app with this key, as the gateway's API carries it. All apps are compared in constant time. Counts as one request of the
    /// app's rate limit: call it once per request.
    /// </summary>
    /// <param name="key">The app's key.</param>
    /// <param name="appCode">
    /// The app's code where the gateway wants one as well (<c>X-App-Code</c>, <c>merchant_code</c>); null where it does not.
    /// </param>
    FacadeAccess Authenticate(string? key, string? appCode = null);

    /// <summary>
    /// The answer of a hosted page such as <c>/pay?invoice=</c>: a redirect to the checkout of the payment with a reference that this
    /// facade made (<see cref="FacadeReference.Made"/>), whichever app it belongs to; the shop's own "not found" page, with 404, when no
    /// payment has it. References can be guessed, so nothing else of the payment is shown, and an address that asks for too many unknown
    /// references is refused with 429 (<see cref="IGatewayFacade.Refuse"/>), whatever the facade answers.
    /// </summary>
    Task<FacadeAnswer> ShowPaymentAsync(string? reference, CancellationToken cancellationToken);

    /// <summary>
    /// Hands the request on to the webhooks of this plugin's accounts, as if it had come to <c>/webhooks/{plugin}/{pathKey}</c>, and
    /// answers what the gateway expects; for a gateway whose documented webhook address lies within the facade's paths.
    /// </summary>
    Task<FacadeAnswer> ReceiveWebhookAsync(FacadeRequest request, string? pathKey, CancellationToken cancellationToken);

    /// <summary>
    /// A QRIS payload as an image. It is drawn here, so that no third party sees it. Needs no key, so an address that asks for too many is
    /// refused with 429 (<see cref="QrDrawResult.Refused"/>).
    /// </summary>
    QrDrawResult DrawQr(string payload, bool asSvg = false);

    /// <summary>
    /// The text of the QR code in a picture that a client sends: PNG, JPEG, GIF or WebP, up to 8192 pixels a side, 16 megapixels
    /// (8 for an interlaced PNG or a progressive JPEG) and 1 MB, the most that a request may carry (in base64, a picture of about 750 KB).
    /// It takes milliseconds, and up to a second for a large picture without a code. At most half of the machine's processors read
    /// pictures; three more calls wait up to a second for one, and any further call ends at once as <see cref="QrUnreadable.Busy"/>. A shop
    /// without the package QrisPayments.QrImages answers <see cref="QrUnreadable.NotInstalled"/>. Call it after <see cref="Authenticate"/>.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token asked for it.</exception>
    Task<QrReading> ReadQrAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken);

    /// <summary>
    /// The same for a picture that is fetched from an address, which may take five seconds more. The address must be http or https of a
    /// public host (in sandbox mode also of one under <c>QrisPayments:Callbacks:AllowedPrivateHosts</c>), and answer 200 with the picture
    /// itself: redirects are not followed. Few are fetched at once, and fewer for one app (<see cref="QrUnreadable.Busy"/>).
    /// </summary>
    /// <exception cref="InvalidOperationException"><see cref="Authenticate"/> has granted no app before.</exception>
    Task<QrReading> ReadQrAsync(Uri address, CancellationToken cancellationToken);
}

/// <summary>Whether a request may go on: exactly one of the nested records.</summary>
public abstract record FacadeAccess
{
    private FacadeAccess() { }

    /// <summary>The request comes from an app.</summary>
    public sealed record Granted : FacadeAccess
    {
        /// <summary>The request comes from this app.</summary>
        public Granted(IFacadeApp app) => App = app;

        /// <summary>The shop as the app sees it.</summary>
        public IFacadeApp App { get; init; }
    }

    /// <summary>401: no such key; 429: too many requests. Answer with <see cref="IGatewayFacade.Refuse"/>.</summary>
    public sealed record Refused : FacadeAccess
    {
        /// <summary>The request is refused.</summary>
        public Refused(FacadeRefusal refusal) => Refusal = refusal;

        /// <summary>What the client is told, by <see cref="IGatewayFacade.Refuse"/>.</summary>
        public FacadeRefusal Refusal { get; init; }
    }
}
