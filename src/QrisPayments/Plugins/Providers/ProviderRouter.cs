namespace QrisPayments.Plugins.Providers;

/// <summary>What a payment wants of the account that takes it.</summary>
/// <param name="Amount">What is asked for before any unique code, whole rupiah.</param>
/// <param name="Provider">The only provider or account, if the shop wants one.</param>
/// <param name="Method">The only method, if the shop wants one.</param>
internal sealed record RouteRequest(long Amount, string? Provider, string? Method);

/// <summary>Who takes a payment: exactly one of the nested records.</summary>
internal abstract record Route
{
    private Route() { }

    /// <summary>These, the first of them first. Accounts of one provider stand in for each other, too.</summary>
    public sealed record To(IReadOnlyList<ProviderAccount> Accounts) : Route;

    /// <summary>No account ever will, as things are.</summary>
    public sealed record Never(Fault Fault) : Route;

    /// <summary>No account will at this moment.</summary>
    /// <param name="Reason">For the client.</param>
    /// <param name="RetryAfter">When one may; null when only the operator can say.</param>
    public sealed record NotNow(string Reason, TimeSpan? RetryAfter) : Route;
}

/// <summary>Chooses accounts: the shop's order, what the caller wants, amounts, hours, health.</summary>
internal sealed class ProviderRouter(ProviderDirectory providers, TimeProvider clock)
{
    /// <summary>Every account that may take it, or what keeps the last of them from it.</summary>
    public Route Find(RouteRequest request) => Find(providers.Accounts, request, clock.GetUtcNow());

    /// <summary>
    /// Those of the accounts that may still take it, as they are now: while another was asked, one may have been switched off or replaced.
    /// </summary>
    public IReadOnlyList<ProviderAccount> Still(IReadOnlyList<ProviderAccount> accounts, RouteRequest request) =>
        accounts.Count == 0 ? [] : Still(providers.Accounts, accounts, request, clock.GetUtcNow());

    internal static IReadOnlyList<ProviderAccount> Still(
        IReadOnlyList<ProviderAccount> atWork, IReadOnlyList<ProviderAccount> before, RouteRequest request, DateTimeOffset now) =>
        Find(atWork, request, now) is Route.To { Accounts: var able }
            ? [.. able.Where(account => before.Any(one => one.Id == account.Id))]
            : [];

    internal static Route Find(IReadOnlyList<ProviderAccount> accounts, RouteRequest request, DateTimeOffset now)
    {
        if (accounts.Count == 0) return new Route.NotNow("No payment provider is set up in this shop.", null);

        // An account that is not there was there when the request was checked: its plugin is off, or being replaced.
        accounts = [.. accounts.Where(account => request.Provider is null || account.IsNamed(request.Provider))];
        if (accounts.Count == 0) return new Route.NotNow($"The provider {request.Provider} is not at work.", null);

        accounts = [.. accounts.Where(account => request.Method is null || account.Traits.Method == request.Method)];
        if (accounts.Count == 0 && request.Provider is null)
            return new Route.NotNow($"No provider of the method {request.Method} is at work.", null);
        if (accounts.Count == 0)
            return new Route.Never(new Fault("method", "no_provider", "The wanted provider does not offer the wanted method."));

        accounts = [.. accounts.Where(account => account.Routing.IsEnabled)];
        if (accounts.Count == 0) return new Route.NotNow("Every provider of this payment is switched off.", null);

        var fitting = accounts.Where(account => account.Takes(request.Amount)).ToList();
        if (fitting.Count == 0) return new Route.Never(Misfit(request.Amount, accounts));

        var open = fitting.Where(account => account.Hours?.IsOpen(now) != false).ToList();
        if (open.Count == 0) return Closed(fitting, now);

        var well = open.Where(account => account.IsAdmitted).ToList();
        return well.Count > 0 ? new Route.To(well) : Resting(open, now);
    }

    private static Fault Misfit(long amount, IReadOnlyList<ProviderAccount> accounts)
    {
        var (min, max) = (accounts.Min(account => account.MinAmount), accounts.Max(account => account.MaxAmount));
        var range = max == long.MaxValue ? $"at least {min}" : $"from {min} to {max}";
        return amount < min ? new Fault("amount", "too_small", $"amount must be {range}: no provider takes less.")
            : amount > max ? new Fault("amount", "too_large", $"amount must be {range}: no provider takes more.")
            : new Fault("amount", "no_provider",
                $"No provider takes {amount}; they take "
                + $"{string.Join(", ", accounts.Select(account => $"{account.MinAmount}–{account.MaxAmount}").Distinct())}.");
    }

    private static Route.NotNow Closed(List<ProviderAccount> accounts, DateTimeOffset now)
    {
        var first = accounts.MinBy(account => account.Hours!.Wait(now))!;
        return new Route.NotNow($"Payments are taken again from {first.Hours!.From:HH\\:mm} WIB.", first.Hours.Wait(now));
    }

    private static Route.NotNow Resting(List<ProviderAccount> accounts, DateTimeOffset now)
    {
        var until = accounts.Min(account => account.Guard.OpenUntil(account.Part)) ?? now;
        var wait = until - now;
        return new Route.NotNow("Every provider is out of order at the moment. Try again shortly.",
            wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1));
    }
}
