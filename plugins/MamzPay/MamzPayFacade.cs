using System.Globalization;
using System.Text.Json;
using QrisPayments.MamzPay.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.MamzPay;

/// <summary>MamzPay's API as we answer it: one call that makes a payment, and one callback when it is paid.</summary>
/// <remarks>
/// The text knows the statuses 200, 401 and 500, and has its clients look at <c>status</c>. So every refusal is
/// <c>{"status":false,"message":…}</c>; what the client has to change is a 400, and a shop that is down the documented 500. That every
/// code is in use is a 503: the text is silent about it (WIRE M5), clients alone can bring it about, and only waiting helps.
/// </remarks>
internal sealed class MamzPayFacade(FacadeContext context) : IGatewayFacade, ITellOfPayments
{
    private const string RefId = "ref_id";

    /// <summary>The name of its only method, under which an app's limits stand; MamzPay itself gives it none.</summary>
    private const string Qris = "qris";

    /// <summary>MamzPay's own words.</summary>
    private const string WrongKey = "API Key Invalid";

    /// <summary>"10 menit".</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(600);

    public IReadOnlyList<FacadeRoute> Routes => [new("POST", "api/payment/create", CreateAsync)];

    public FacadeAnswer Refuse(FacadeRefusal refusal) => No(refusal.Status, refusal.Status == 401 ? WrongKey : refusal.Message);

    /// <summary>
    /// Only PAID is documented. All four fields are always there: ref_id is null for a client that gave none, so that it cannot be taken
    /// for a reference.
    /// </summary>
    public FacadeCallback? Tell(FacadeEvent happened)
    {
        if (happened.Type != PaymentEventTypes.Paid) return null;
        var (reference, payment) = (happened.Payment.Reference, happened.Payment.Payment);
        var notice = new PaidNotice
        {
            Status = PaidNotice.Paid, RefId = happened.Payment.Notes.GetValueOrDefault(RefId),
            AmountReceived = payment.PaidAmount ?? payment.TotalAmount, TrxIdGateway = reference,
        };
        return new FacadeCallback { Body = JsonSerializer.SerializeToUtf8Bytes(notice, MamzPayJson.Default.PaidNotice) };
    }

    private async Task<FacadeAnswer> CreateAsync(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken)
    {
        if (SentFields.Read(request) is not { } sent)
            return No(400, "The body is not a JSON object. Send application/json with api_key, amount, callback_url and ref_id.");
        var access = shop.Authenticate(KeyOf(request, sent));
        if (access is not FacadeAccess.Granted { App: var app }) return Refuse(((FacadeAccess.Refused)access).Refusal);
        if (Fault(sent, app.Info) is { } fault) return No(400, fault);
        if (app.Methods.All(method => method.Method != Qris))
            return No(500, "No QRIS account takes payments at this moment. Try again later.");

        var refId = sent[RefId];
        var result = await app.CreateAsync(new FacadeCreate
        {
            Reference = new FacadeReference.Made(Name), Amount = AmountOf(sent)!.Value,
            OrderId = refId is not null && IsOrderId(refId) ? refId : null,
            CallbackUrl = sent["callback_url"], ExpiresIn = Lifetime, Codes = new UniqueCodeRange { Min = 1, Max = 99 }, Method = Qris,
            WantedMethod = Qris,
            Notes = refId is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [RefId] = refId },
        }, cancellationToken);
        return result switch
        {
            FacadeResult.Created created => Yes(created.Payment),
            FacadeResult.Invalid invalid => No(400, string.Join(" ", invalid.Faults.Select(Explain))),
            FacadeResult.Exhausted exhausted =>
                No(503, "Every unique code for this amount is in use. Try again later, or with another amount.")
                    with { RetryAfter = exhausted.RetryAfter },
            FacadeResult.Unavailable unavailable => No(500, unavailable.Reason),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>In the body by the text; elsewhere for clients that send all gateways their key in one way.</summary>
    private static string? KeyOf(FacadeRequest request, SentFields sent) =>
        new[] { sent["api_key"], request.BearerKey, request.Headers.GetValueOrDefault("X-Api-Key"),
            request.Query.GetValueOrDefault("apiKey") }
            .FirstOrDefault(key => !string.IsNullOrWhiteSpace(key));

    private static long? AmountOf(SentFields sent) => RupiahJsonConverter.TryParse(sent["amount"], out var amount) ? amount : null;

    private static string? Fault(SentFields sent, FacadeAppInfo app)
    {
        if (sent.FirstNested("amount", "callback_url", RefId) is { } nested) return $"{nested} must be one value, not a list or an object.";
        if (sent["amount"] is null) return "amount is required: whole rupiah, such as 50000.";
        if (AmountOf(sent) is not { } amount)
            return "amount must be whole rupiah in digits alone, such as 50000: without separators, fraction, sign or exponent.";
        if (amount > app.MaxFor(Qris))
            return string.Create(CultureInfo.InvariantCulture,
                $"amount must be at most {app.MaxFor(Qris)} (whole rupiah) for this API key.");
        // The app's own address stands in for one that a create leaves out.
        return sent["callback_url"] is null && app.CallbackUrl is null
            ? "callback_url is required: the http or https address that is told when the payment is made."
            : null;
    }

    /// <summary>In the client's words: it knows nothing of notes.</summary>
    private static string Explain(Fault fault) =>
        fault.Field.StartsWith("metadata", StringComparison.Ordinal)
            ? "ref_id must be text of at most 500 characters without control characters."
            : fault.Message;

    /// <summary>
    /// What the shop's own lists can carry as an order number; anything else is kept beside it and told back all the same.
    /// </summary>
    private static bool IsOrderId(string refId) => refId.Length <= 64 && refId.Trim() == refId && !refId.Any(char.IsControl);

    /// <summary>
    /// <c>PAY-{unix seconds}-{code}</c>. Two in one second with one code: the following seconds, and four more digits when those are taken
    /// as well. None without a QR, which a client could not show.
    /// </summary>
    private static string Name(Payment payment, int attempt)
    {
        if (payment.QrString is null) return "";
        var name = string.Create(CultureInfo.InvariantCulture,
            $"PAY-{payment.CreatedAt.ToUnixTimeSeconds() + (attempt < 5 ? attempt : 0)}-{payment.TotalAmount - payment.Amount}");
        return attempt < 5 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{Random.Shared.Next(1_000, 10_000)}");
    }

    private FacadeAnswer Yes(FacadePayment made)
    {
        var payment = made.Payment;
        return Json(200, new CreateAnswer
        {
            Status = true,
            Data = new CreatedPayment
            {
                TrxId = made.Reference, Amount = payment.Amount, AmountUnique = payment.TotalAmount, QrString = payment.QrString,
                // A begun second counts: the text promises 600, and a client counts from before it asked.
                ExpiredIn = payment.ExpiresAt is { } end
                    ? Math.Max(0, (long)Math.Ceiling((end - context.Clock.GetUtcNow()).TotalSeconds))
                    : (long)Lifetime.TotalSeconds,
            },
        });
    }

    private static FacadeAnswer No(int status, string message) => Json(status, new CreateAnswer { Status = false, Message = message });

    private static FacadeAnswer Json(int status, CreateAnswer answer) =>
        FacadeAnswer.Json(status, JsonSerializer.SerializeToUtf8Bytes(answer, MamzPayJson.Default.CreateAnswer));
}
