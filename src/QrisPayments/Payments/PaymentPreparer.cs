using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Plugins.Providers;

namespace QrisPayments.Payments;

/// <summary>How preparing a create ended: exactly one of the nested records.</summary>
internal abstract record Preparation
{
    private Preparation() { }

    public sealed record Ready(ReadyPayment Payment) : Preparation;

    public sealed record Refused(CreateResult Result) : Preparation;
}

/// <summary>Checks a create, sends it through the filters, and decides once who may take the payment.</summary>
internal sealed class PaymentPreparer(
    ProviderDirectory providers, ProviderRouter router, PaymentFilter filter,
        IOptions<PaymentOptions> options, IOptions<IModuleOptions> module)
{
    /// <param name="payment">What was asked for.</param>
    /// <param name="sale">How it is sold, where it is not sold as by the shop's own code and API.</param>
    /// <param name="showsAtOnce">The answer holds the code by which it is paid.</param>
    /// <param name="cancellationToken">The caller's own.</param>
    public async Task<Preparation> PrepareAsync(
        NewPayment payment, Sale? sale, bool showsAtOnce, CancellationToken cancellationToken)
    {
        payment = PaymentTexts.Fit(payment);
        if (Check(payment) is { Count: > 0 } faults) return new Preparation.Refused(new CreateResult.Invalid(faults));
        payment = PaymentTexts.Fit(await filter.ApplyAsync(payment, Check, cancellationToken));
        var subject = AttemptSubject.Of(PublicId.New("pay"), payment, payment.ExpiresIn ?? options.Value.Expiry).For(sale)
            with { ShowsAtOnce = showsAtOnce };
        return router.Find(subject.Route) switch
        {
            Route.To to => new Preparation.Ready(
                new ReadyPayment(payment, subject, to.Accounts, sale, module.Value.Mode == PaymentMode.Live)),
            Route.Never never => new Preparation.Refused(new CreateResult.Invalid([never.Fault])),
            Route.NotNow notNow =>
                new Preparation.Refused(new CreateResult.ProviderUnavailable(notNow.Reason) { RetryAfter = notNow.RetryAfter }),
            var other => throw new InvalidOperationException($"Unknown route {other.GetType().Name}."),
        };
    }

    /// <summary>Everything that is wrong with a request, without making anything.</summary>
    public IReadOnlyList<Fault> Check(NewPayment payment)
    {
        var faults = NewPaymentRules.Check(payment, options.Value);
        var accounts = providers.Accounts;
        if (accounts.Count == 0) return faults;
        if (payment.Provider is { } provider && !accounts.Any(account => account.IsNamed(provider)))
            faults.Add(new Fault("provider", "unknown",
                "provider must be one of "
                    + $"{string.Join(", ", accounts.SelectMany(account => new[] { account.ProviderId, account.Id }).Distinct())}, or "
                    + "left out."));
        if (payment.Method is { } method && accounts.All(account => account.Traits.Method != method))
            faults.Add(new Fault("method", "unknown",
                $"method must be one of {string.Join(", ", accounts.Select(account => account.Traits.Method).Distinct())}, or left out."));
        return faults;
    }
}
