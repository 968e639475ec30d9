using Microsoft.Extensions.Options;
using QrisPayments.Apps;
using QrisPayments.Foundation;
using QrisPayments.Outbox;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Settings;

namespace QrisPayments.Facades;

/// <summary>Makes payments for the clients of a facade, and names them as that gateway does.</summary>
internal sealed class FacadeSales(FacadeStore store, PaymentCreator creator, PaymentActions actions, IOptions<PaymentOptions> payments)
{
    /// <summary>References that a gateway makes from the time collide at a second; no payment needs more tries.</summary>
    private const int MaxNames = 100;

    private long MaxAmount => payments.Value.MaxAmount;

    /// <param name="visit">The request.</param>
    /// <param name="app">Whose client asks.</param>
    /// <param name="create">What is sold.</param>
    /// <param name="callbackUrl">Where the payment is reported.</param>
    /// <param name="cancellationToken">Gives up while nothing was made yet.</param>
    public async Task<FacadeResult> CreateAsync(
        FacadeVisit visit, ApiApp app, FacadeCreate create, string? callbackUrl, CancellationToken cancellationToken)
    {
        if (Check(create, app) is { Count: > 0 } faults) return new FacadeResult.Invalid(faults);
        var given = (create.Reference as FacadeReference.Given)?.Value;
        var payment = Payment(create, given, callbackUrl);
        var sale = Sale(visit, app, create, given);
        var outcome = await visit.RunAsync(() => creator.CreateAsync(app.Code, payment, null, cancellationToken, sale));
        if (outcome is not CreateOutcome.Answered { Result: var result }) return new FacadeResult.DuplicateReference();
        return result switch
        {
            CreateResult.Invalid invalid => new FacadeResult.Invalid(invalid.Faults),
            CreateResult.UniqueAmountExhausted exhausted => new FacadeResult.Exhausted(exhausted.RetryAfter),
            CreateResult.TooManyOpen tooMany => new FacadeResult.Exhausted(tooMany.RetryAfter),
            CreateResult.Created created when create.Reference is FacadeReference.Made made =>
                await NameAsync(visit, app, created.New, made, isOrderId: create.OrderId is null),
            CreateResult.Created => await FindAsync(visit, app, given!),
            _ => new FacadeResult.Unavailable(result.Message),
        };
    }

    private static Sale Sale(FacadeVisit visit, ApiApp app, FacadeCreate create, string? given) => new()
    {
        FeePercent = app.Options.FeePercent, Codes = create.Codes, CallbackShape = visit.PluginId,
        KeepAsync = (session, payment) => FacadeStore.KeepAsync(session, payment, visit.PluginId, given, create.Method),
        ReleaseAsync = FacadeStore.ReleaseAsync,
    };

    /// <summary>Gives a payment a reference that no other has; the facade makes them, on its own thread.</summary>
    private async Task<FacadeResult> NameAsync(FacadeVisit visit, ApiApp app, Payment payment, FacadeReference.Made made, bool isOrderId)
    {
        // Without a total the gateway behind may or may not have opened it, and the customer has nothing to pay by.
        for (var i = 0; i < MaxNames && payment.TotalAmount is not null; i++)
        {
            if (NameOf(made, payment, i) is not { } reference) break;
            if (await visit.RunAsync(() => store.TryNameAsync(payment.Id, reference, isOrderId, CancellationToken.None)))
                return await FindAsync(visit, app, reference);
        }
        // A payment that no client can ask for must not take money as if one could.
        await visit.RunAsync(() => actions.CancelAsync(payment.Id, CancellationToken.None));
        return new FacadeResult.Unavailable("The payment could not be opened for certain. Try again.");
    }

    private async Task<FacadeResult> FindAsync(FacadeVisit visit, ApiApp app, string reference) => new FacadeResult.Created(
        (await visit.RunAsync(() => store.FindAsync(visit.PluginId, app.Code, reference, CancellationToken.None)))!);

    private static string? NameOf(FacadeReference.Made made, Payment payment, int i)
    {
        try
        {
            return made.Make(payment, i) is { Length: >= 1 and <= 64 } name && name.All(c => c is > ' ' and <= '~') ? name : null;
        }
        // It counts as no name; the payment is called off.
        catch (Exception)
        {
            return null;
        }
    }

    private List<Fault> Check(FacadeCreate create, ApiApp app)
    {
        var faults = new List<Fault>();
        if (create.Codes is { Min: var min, Max: var max } && (min < 0 || max < min || max > 9_999))
            faults.Add(new Fault("codes", "out_of_range", "The unique codes must be from 0 to 9999."));
        if (create.Method is { } method && (method.Length is < 1 or > 40 || method.Any(c => c is <= ' ' or > '~')))
            faults.Add(new Fault("method", "invalid", "The method must be 1 to 40 visible ASCII characters."));
        // What the payer has to bring is what the national limit is about. An amount beyond it is refused where payments are made.
        if (create.Amount <= MaxAmount && create.Amount + Fee(create.Amount, app) > MaxAmount)
            faults.Add(new Fault("amount", "too_large", $"amount with its fee must be at most {MaxAmount} (whole rupiah)."));
        return faults;
    }

    private static long Fee(long amount, ApiApp app) => amount >= 1 ? AddedFee.Of(amount, app.Options.FeePercent) : 0;

    private static NewPayment Payment(FacadeCreate create, string? given, string? callbackUrl) => new()
    {
        // Until it has a reference, a name that no order has.
        OrderId = create.OrderId ?? given ?? PublicId.New("new"),
        Amount = create.Amount,
        Description = ShownTexts.Text(create.Description, 200),
        Customer = create.Customer,
        Items = ShownTexts.Of(create.Items),
        CallbackUrl = callbackUrl,
        RedirectUrl = create.RedirectUrl,
        Provider = create.WantedProvider,
        Method = create.WantedMethod,
        ExpiresIn = create.ExpiresIn,
        Metadata = create.Notes,
    };
}
