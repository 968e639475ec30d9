using System.Globalization;
using System.Security.Cryptography;
using QrisPayments.BayarGg.Wire;
using QrisPayments.Codec;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg;

/// <summary><c>create-payment</c>.</summary>
internal static class PaymentCreation
{
    private const long MinAmount = 1_000;

    public static async Task<FacadeAnswer> CreateAsync(FacadeRequest request, IFacadeApp app, CancellationToken cancellationToken)
    {
        var body = RequestBody.Read(request, WireJson.Default.CreatePaymentRequest, "amount");
        if (body is not Parsed<CreatePaymentRequest>.Good { Value: var wish }) return Refused(body);
        if (Goods(wish) is { } goods) return goods;
        if (wish.Amount < MinAmount) return Reply.Error(400, $"amount must be at least {MinAmount}.");
        var choice = Choose(RequestBody.Text(wish.PaymentMethod), wish.Amount, app);
        if (choice is not Parsed<OfferedWay>.Good { Value: var way }) return Refused(choice);
        return await app.CreateAsync(Payment(wish, way), cancellationToken) switch
        {
            FacadeResult.Created created => Created(request, created.Payment, way, wish.UseQrisConverter == true),
            FacadeResult.Invalid invalid =>
                Reply.Error(400, string.Join(" ",
                    invalid.Faults.Select(one => one.Message.Replace("customer.", "customer_", StringComparison.Ordinal)))),
            FacadeResult.Exhausted exhausted =>
                Reply.Error(429, "Too many payments of this amount wait at this moment. Try again later.")
                    with { RetryAfter = exhausted.RetryAfter },
            FacadeResult.Unavailable unavailable => Reply.Error(500, unavailable.Reason),
            var other => throw new InvalidOperationException($"A made reference ended as {other.GetType().Name}."),
        };
    }

    private static FacadeAnswer Refused<T>(Parsed<T> parsed) => Reply.Error(400, ((Parsed<T>.Bad)parsed).Fault);

    /// <summary>A customer must not pay for goods that nobody will hand out.</summary>
    private static FacadeAnswer? Goods(CreatePaymentRequest wish)
    {
        var (field, id) = wish switch
        {
            { FileId: { } file } => ("file_id", file),
            { ContentId: { } content } => ("content_id", content),
            { ProductImageId: { } image } => ("product_image_id", image),
            _ => ("", 0L),
        };
        return id == 0 ? null : Reply.Error(404, string.Create(CultureInfo.InvariantCulture, $"{field} {id} was not found."));
    }

    /// <summary>The wanted method if it can take the amount, else the first that can.</summary>
    private static Parsed<OfferedWay> Choose(string? wanted, long amount, IFacadeApp app)
    {
        IReadOnlyList<OfferedWay> candidates = OfferedWay.All;
        if (wanted is not null)
        {
            if (OfferedWay.Find(wanted) is not { } found)
                return new Parsed<OfferedWay>.Bad($"payment_method must be one of {OfferedWay.Ids}.");
            candidates = [found];
        }
        string? refusal = null;
        foreach (var way in candidates)
        {
            var max = way.MaxFor(app);
            if (amount <= max) return new Parsed<OfferedWay>.Good(way);
            // Of several, a limit says more than a missing account.
            if (max is not null) refusal = $"amount must be at most {max} for {way.Id}.";
            else if (wanted is not null) refusal = $"{way.Id} is not available: {way.Missing}.";
        }
        return new Parsed<OfferedWay>.Bad(refusal ?? "No payment method is available.");
    }

    private static FacadeCreate Payment(CreatePaymentRequest wish, OfferedWay way)
    {
        var customer = new Customer
        {
            Name = RequestBody.Text(wish.CustomerName), Email = RequestBody.Text(wish.CustomerEmail),
            Phone = RequestBody.Text(wish.CustomerPhone)
        };
        return new FacadeCreate
        {
            Reference = new FacadeReference.Made((payment, _) => Invoice(payment.CreatedAt)),
            Amount = wish.Amount,
            Description = RequestBody.Text(wish.Description),
            Customer = customer == new Customer() ? null : customer,
            CallbackUrl = RequestBody.Text(wish.CallbackUrl),
            RedirectUrl = RequestBody.Text(wish.RedirectUrl),
            Method = way.Id,
            WantedMethod = way.Takes,
        };
    }

    /// <summary><c>BAYAR-1778029840-86EFB7</c>: the second and six random hex digits (WIRE B19).</summary>
    private static string Invoice(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"BAYAR-{at.ToUnixTimeSeconds()}-{RandomNumberGenerator.GetHexString(6)}");

    private static FacadeAnswer Created(FacadeRequest request, FacadePayment made, OfferedWay way, bool wantsConverter) => way.BringsQr
        ? Reply.Of(new CreatePaymentAnswer { Success = true, Data = WithQr(request, made, way) }, WireJson.Default.CreatePaymentAnswer)
        : Reply.Of(new PlainPaymentAnswer
        {
            Payment = Plain(made) with { QrisConverter = wantsConverter && way.HasConverter ? Converted(request, made.Payment) : null },
            PaymentUrl = Addresses.PageOf(request, made.Reference),
        }, WireJson.Default.PlainPaymentAnswer);

    /// <summary>Shape 1.</summary>
    private static CreatedPayment WithQr(FacadeRequest request, FacadePayment made, OfferedWay way)
    {
        var payment = made.Payment;
        var qr = QrisInspector.Inspect(payment.QrString);
        // A shop may leave the amount to the payer; then there is no dynamic code, and none is claimed.
        var dynamic = qr.Amount is null ? null : payment.QrString;
        return new CreatedPayment
        {
            InvoiceId = made.Reference,
            Amount = payment.Amount,
            PaymentUrl = Addresses.PageOf(request, made.Reference),
            ExpiresAt = Reply.Time(payment.ExpiresAt),
            Status = Reply.Status(made),
            PaymentMethod = made.Method,
            PaymentMethodLabel = way.Name,
            UniqueCode = payment.UniqueCode ?? 0,
            FinalAmount = payment.TotalAmount,
            QrisString = payment.QrString,
            QrisStaticImageUrl = Addresses.TextImageOf(request, payment.QrString),
            QrisDynamicString = dynamic,
            QrisDynamicImageUrl = Addresses.TextImageOf(request, dynamic),
            // Where no gateway behind numbers its QRIS, the invoice is the number.
            IqrisInvoiceId = made.ProviderRef ?? made.Reference,
            IqrisNmid = qr.Nmid,
            IqrisRequestDate = Reply.Time(payment.CreatedAt),
        };
    }

    /// <summary>Shape 2.</summary>
    private static PlainPayment Plain(FacadePayment made) => new()
    {
        InvoiceId = made.Reference,
        Amount = made.Payment.Amount,
        UniqueCode = made.Payment.UniqueCode ?? 0,
        FinalAmount = made.Payment.TotalAmount,
        PaymentMethod = made.Method,
        Status = Reply.Status(made),
        ExpiresAt = Reply.Time(made.Payment.ExpiresAt),
    };

    /// <summary>The code with the total in it (WIRE B2); not enabled where the code takes none.</summary>
    private static ConverterBlock Converted(FacadeRequest request, Payment payment)
    {
        var code = payment.QrString is { } qr && payment.TotalAmount is { } total
            ? QrisInspector.Inspect(qr).Amount == total ? qr
                : QrisConverter.Convert(qr, new QrisConvertRequest { Amount = total }) is QrisConversion.Converted converted
                    ? converted.Payload
                    : null
            : null;
        return new ConverterBlock { Enabled = code is not null, ConvertedQris = code, QrImageUrl = Addresses.TextImageOf(request, code) };
    }
}
