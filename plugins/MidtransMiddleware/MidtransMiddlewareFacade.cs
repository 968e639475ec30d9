using System.Text.Json;
using QrisPayments.MidtransMiddleware.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.MidtransMiddleware;

/// <summary>
/// The middleware's API as we answer it. Where the shop has Midtrans, payments are opened there and the token is Snap's; otherwise the
/// customer is led to our own checkout, and the token is one that Snap.js has nothing to open with.
/// </summary>
/// <remarks>It sends no callbacks, as the middleware sends none (WIRE W11).</remarks>
internal sealed class MidtransMiddlewareFacade : IGatewayFacade
{
    /// <summary>The plugin that speaks to Midtrans, if the shop has it.</summary>
    private const string Midtrans = "midtrans";

    public IReadOnlyList<FacadeRoute> Routes { get; }

    public MidtransMiddlewareFacade() => Routes = [new("POST", "charge", ChargeAsync), new("GET", "status/{order_id}", StatusAsync)];

    public FacadeAnswer Refuse(FacadeRefusal refusal) => Refusal(refusal.Status, refusal.Message);

    private Task<FacadeAnswer> ChargeAsync(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken) =>
        AsAsync(request, shop, async app =>
    {
        if (!ChargeReading.TryRead(request.BodyWithoutMark, out var charge, out var fault)) return Refusal(400, fault);
        IReadOnlyList<FacadeMethod> ways = [.. app.Methods.Where(method => method.Provider == Midtrans)];
        if (ways.Count == 0) ways = app.Methods;
        var way = ways.FirstOrDefault(method => charge.Amount <= app.Info.MaxFor(method.Method));
        if (way is null && ways.Count > 0)
            return Refusal(400, $"amount must be at most {ways.Max(method => app.Info.MaxFor(method.Method))} for this app.");
        var create = new FacadeCreate
        {
            Reference = new FacadeReference.Given(charge.OrderId),
            Amount = charge.Amount,
            Items = charge.Items,
            Customer = charge.Customer,
            WantedProvider = way?.Provider == Midtrans ? Midtrans : null,
            // With a limit on one method, another must not step in for it.
            WantedMethod = app.Info.Limits.Count == 0 ? null : way?.Method,
        };
        return await app.CreateAsync(create, cancellationToken) switch
        {
            FacadeResult.Created { Payment: var made } => Created(made),
            FacadeResult.Invalid invalid => Refusal(400, string.Join(" ", invalid.Faults.Select(one => one.Message))),
            // In these words Midtrans's clients recognise it (WIRE W6).
            FacadeResult.DuplicateReference => Refusal(400, "order_id has already been used."),
            // Nothing was written, so it is not the 500 after which nobody knows.
            FacadeResult.Exhausted { RetryAfter: var wait } =>
                Refusal(429, "Every unique total near this amount is held. Try again later.") with { RetryAfter = wait },
            FacadeResult.Unavailable unavailable => Refusal(500, unavailable.Reason),
            _ => throw new InvalidOperationException(),
        };
    });

    private Task<FacadeAnswer> StatusAsync(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken) =>
        AsAsync(request, shop, async app =>
        await app.FindAsync(request.Route["order_id"], cancellationToken) is { } found
            ? FacadeAnswer.Json(200, JsonSerializer.SerializeToUtf8Bytes(Status(found), WireJson.Default.StatusAnswer))
            : Refusal(404, "Not Found", "Transaction doesn't exist."));

    /// <summary>
    /// Both credentials, as headers. A key in the query stands for itself: it names its app, so a code besides it is only checked where
    /// there is one.
    /// </summary>
    private static async Task<FacadeAnswer> AsAsync(FacadeRequest request, IFacadeShop shop, Func<IFacadeApp, Task<FacadeAnswer>> work)
    {
        var code = request.Headers.GetValueOrDefault("X-App-Code");
        var access = request.Headers.TryGetValue("X-Api-Key", out var key)
            ? shop.Authenticate(key, code ?? "")
            : shop.Authenticate(request.Query.GetValueOrDefault("apiKey"), code);
        return access switch
        {
            FacadeAccess.Granted granted => await work(granted.App),
            FacadeAccess.Refused { Refusal: { Status: 401 } } => Refusal(401, "The app code or the API key is wrong."),
            FacadeAccess.Refused { Refusal: var refusal } => Refusal(refusal.Status, refusal.Message),
            _ => throw new InvalidOperationException(),
        };
    }

    private static FacadeAnswer Created(FacadePayment made)
    {
        // Nobody knows whether Midtrans opened it: no page may be shown, and the order stands until its status says more (WIRE W6).
        if (made.Payment.TotalAmount is null)
            return Refusal(500, "Midtrans did not answer in time. Ask for the status of this order_id; use a new one to try again.");
        var isSnap = made.Payment is { Provider: Midtrans, ProviderUrl: not null };
        var answer = new ChargeAnswer
        {
            RedirectUrl = isSnap ? made.Payment.ProviderUrl : made.Payment.PaymentUrl,
            Token = isSnap && made.ProviderRef is { } token ? token : OpaqueId.Of("token", made.Payment.Id),
        };
        return FacadeAnswer.Json(201, JsonSerializer.SerializeToUtf8Bytes(answer, WireJson.Default.ChargeAnswer));
    }

    /// <summary>
    /// DESIGN §3 for the words; the numbers are those of Midtrans's status query, where an expired one is 407 (WIRE W4) and a called-off
    /// one a refused one.
    /// </summary>
    private static StatusAnswer Status(FacadePayment found)
    {
        var (word, code) = found.State switch
        {
            PaymentStatus.Pending => ("pending", "201"),
            PaymentStatus.Paid => ("settlement", "200"),
            PaymentStatus.Expired => ("expire", "407"),
            _ => ("cancel", "202"),
        };
        return new StatusAnswer
        {
            Id = OpaqueId.Of("transaction", found.Payment.Id), TransactionStatus = word, FraudStatus = "accept", StatusCode = code,
            StatusMessage = "Success, transaction is found",
        };
    }

    private static FacadeAnswer Refusal(int status, string message) => Refusal(status, Word(status), message);

    /// <summary>The text names the errors but not their body: <c>error</c> is its name of it, <c>message</c> says what to do.</summary>
    private static FacadeAnswer Refusal(int status, string error, string message) =>
        FacadeAnswer.Json(status, JsonSerializer.SerializeToUtf8Bytes(new ErrorAnswer(error, message), WireJson.Default.ErrorAnswer));

    private static string Word(int status) => status switch
    {
        400 => "Bad Request",
        401 => "Unauthorized",
        404 => "Endpoint not found",
        405 => "Method Not Allowed",
        413 => "Content Too Large",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Error",
    };
}
