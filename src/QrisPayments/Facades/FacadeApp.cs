using QrisPayments.Apps;
using QrisPayments.Foundation;
using QrisPayments.Outbox;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Settings;

namespace QrisPayments.Facades;

/// <summary>The shop as one app sees it through one facade.</summary>
internal sealed class FacadeApp(FacadeShops parts, FacadeShop shop, ActiveFacade facade, ApiApp app) : IFacadeApp
{
    /// <summary>References that a gateway makes from the time collide at a second; nobody needs more names for one payment.</summary>
    private const int MostNames = 100;

    public FacadeAppInfo Info { get; } = parts.Apps.Info(app, facade.PluginId);

    public IReadOnlyList<FacadeMethod> Methods =>
    [
        // As the router will have it: the operator may have switched an account off, or narrowed what it takes.
        .. parts.Providers.Accounts.Where(account => account.Routing.IsEnabled).Select(account => new FacadeMethod
        {
            Provider = account.ProviderId, Method = account.Traits.Method, MinAmount = account.MinAmount,
            MaxAmount = Math.Min(account.MaxAmount, parts.Rules.MaxAmount), AddsUniqueCode = account.Traits.NeedsUniqueAmount,
        }),
    ];

    public Task<FacadePayment?> FindAsync(string reference, CancellationToken cancellationToken) =>
        reference is { Length: >= 1 and <= 64 }
            ? shop.RunAsync(() => parts.Store.FindAsync(facade.PluginId, app.Code, reference, cancellationToken))
            : Task.FromResult<FacadePayment?>(null);

    public Task<FacadePage> ListAsync(FacadeQuery query, CancellationToken cancellationToken) =>
        shop.RunAsync(() => parts.Store.ListAsync(facade.PluginId, app.Code, query, cancellationToken));

    public Task<FacadeStatistics> CountAsync(FacadePeriod period, CancellationToken cancellationToken) =>
        shop.RunAsync(() => parts.Store.CountAsync(facade.PluginId, app.Code, period, cancellationToken));

    public async Task<IReadOnlyList<FacadeMutation>?> ReadLedgerAsync(int limit, CancellationToken cancellationToken) =>
        app.Has(Scopes.LedgerRead)
            ? await shop.RunAsync(() => parts.Ledger.ReadAsync(facade.PluginId, app.Code, FacadeApps.At(app, facade.PluginId)?.Nmid, limit, cancellationToken))
            : null;

    public async Task<FacadeResult> CreateAsync(FacadeCreate create, CancellationToken cancellationToken)
    {
        if (Faults(create) is { Count: > 0 } faults) return new FacadeResult.Invalid(faults);
        var given = (create.Reference as FacadeReference.Given)?.Value;
        var outcome = await shop.RunAsync(() => parts.Creator.CreateAsync(app.Code, Payment(create, given), null, cancellationToken, Sale(create, given)));
        if (outcome is not CreateOutcome.Answered { Result: var result }) return new FacadeResult.DuplicateReference();
        switch (result)
        {
            case CreateResult.Invalid invalid:
                return new FacadeResult.Invalid(invalid.Faults);
            case CreateResult.UniqueAmountExhausted exhausted:
                return new FacadeResult.Exhausted(exhausted.RetryAfter);
            case CreateResult.Created created when create.Reference is FacadeReference.Made made:
                return await NameAsync(created.New, made, isOrderId: create.OrderId is null);
            case CreateResult.Created:
                return new FacadeResult.Created((await FindAsync(given!, CancellationToken.None))!);
            default:
                return new FacadeResult.Unavailable(result.Message);
        }
    }

    private Sale Sale(FacadeCreate create, string? given) => new()
    {
        FeePercent = app.Options.FeePercent, Codes = create.Codes, CallbackShape = facade.PluginId,
        KeepAsync = (session, id) => FacadeStore.KeepAsync(session, id, facade.PluginId, app.Code, given, create.Method),
        ReleaseAsync = FacadeStore.ReleaseAsync,
    };

    /// <summary>Gives a payment a name that no other has; the facade makes the names, on its own thread.</summary>
    private async Task<FacadeResult> NameAsync(Payment payment, FacadeReference.Made made, bool isOrderId)
    {
        // Nobody knows whether the gateway behind opened it, and the customer has nothing to pay by.
        if (payment.TotalAmount is not null)
            for (var i = 0; i < MostNames; i++)
            {
                if (NameOf(made, payment, i) is not { } reference) break;
                if (await shop.RunAsync(() => parts.Store.TryNameAsync(payment.Id, reference, isOrderId, CancellationToken.None)))
                    return new FacadeResult.Created((await FindAsync(reference, CancellationToken.None))!);
            }
        // What nobody can ask for must not take money as if it were asked for.
        await shop.RunAsync(() => parts.Actions.CancelAsync(payment.Id, CancellationToken.None));
        return new FacadeResult.Unavailable("The payment could not be opened for certain. Try again.");
    }

    private static string? NameOf(FacadeReference.Made made, Payment payment, int i)
    {
        try
        {
            return made.Make(payment, i) is { Length: >= 1 and <= 64 } reference && reference.All(c => c is > ' ' and <= '~') ? reference : null;
        }
        // It counts as no name; the payment is called off.
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>None on an amount that will be refused.</summary>
    private long Fee(FacadeCreate create) =>
        create.Amount >= 1 && create.Amount <= parts.Rules.MaxAmount ? AddedFee.Of(create.Amount, app.Options.FeePercent) : 0;

    private List<Fault> Faults(FacadeCreate create)
    {
        var faults = new List<Fault>();
        if (create.Codes is { } codes && (codes.Min < 0 || codes.Max < codes.Min || codes.Max > 9_999))
            faults.Add(new Fault("codes", "out_of_range", "The unique codes must be from 0 to 9999."));
        if (create.Method is { } method && (method.Length is < 1 or > 40 || method.Any(c => c is <= ' ' or > '~')))
            faults.Add(new Fault("method", "invalid", "The method must be 1 to 40 visible ASCII characters."));
        // What the payer has to bring is what the national limit is about.
        if (create.Amount <= parts.Rules.MaxAmount && create.Amount + Fee(create) > parts.Rules.MaxAmount)
            faults.Add(new Fault("amount", "too_large", $"amount with its fee must be at most {parts.Rules.MaxAmount} (whole rupiah)."));
        return faults;
    }

    private NewPayment Payment(FacadeCreate create, string? given) => new()
    {
        // Until it has a reference, a name that no order has.
        OrderId = create.OrderId ?? given ?? PublicId.New("new"),
        Amount = create.Amount,
        Description = ShownTexts.Text(create.Description, 200),
        Customer = ShownTexts.Of(create.Customer),
        Items = ShownTexts.Of(create.Items),
        CallbackUrl = create.CallbackUrl ?? Info.CallbackUrl,
        RedirectUrl = create.RedirectUrl,
        Provider = create.WantedProvider,
        Method = create.WantedMethod,
        ExpiresIn = create.ExpiresIn,
        Metadata = create.Notes,
    };
}
