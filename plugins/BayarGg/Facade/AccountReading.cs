using QrisPayments.BayarGg.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg;

/// <summary><c>get-payment-methods</c>, <c>get-account-status</c> and <c>get-statistics</c>.</summary>
internal static class AccountReading
{
    public static Task<FacadeAnswer> MethodsAsync(FacadeRequest request, IFacadeApp app, CancellationToken cancellationToken) =>
        Task.FromResult(Reply.Of(new PaymentMethodsAnswer
        {
            Success = true,
            Data = new PaymentMethodsBlock
            {
                PaymentMethods = [.. OfferedWay.All.Select(way => Offered(way, way.MaxFor(app)))],
                UserStatus = new UserStatus
                {
                    // Nobody has to subscribe to anything here.
                    HasActiveSubscription = true, HasQrisBayarGgGrant = Has(app, OfferedWay.QrisBayarGg),
                    HasGopayConnected = Has(app, OfferedWay.GopayQris),
                },
                // What there is at all; whether this shop can take it stands at the methods.
                FeatureStatus = new Dictionary<string, bool>
                {
                    ["qris"] = true, ["qris_bayar_gg"] = true, ["qris_user"] = true, ["ovo"] = true, ["gopay_qris"] = true
                },
            },
        }, WireJson.Default.PaymentMethodsAnswer));

    public static Task<FacadeAnswer> StatusAsync(FacadeRequest request, IFacadeApp app, CancellationToken cancellationToken) =>
        Task.FromResult(Reply.Of(new AccountStatusAnswer
        {
            Account = new AccountBlock { Username = app.Info.AccountName, Email = app.Info.Email ?? "", IsVerified = true },
            Integrations = new IntegrationsBlock
            {
                Gopay = Has(app, OfferedWay.GopayQris), Bri = Has(app, OfferedWay.QrisUser), Ovo = Has(app, OfferedWay.Ovo)
            },
        }, WireJson.Default.AccountStatusAnswer));

    public static async Task<FacadeAnswer> StatisticsAsync(FacadeRequest request, IFacadeApp app, CancellationToken cancellationToken)
    {
        var asked = (RequestBody.Text(request.Query.GetValueOrDefault("period")) ?? "all").ToLowerInvariant();
        FacadePeriod? period = asked switch
        {
            "all" => FacadePeriod.All,
            "today" => FacadePeriod.Today,
            "week" => FacadePeriod.Week,
            "month" => FacadePeriod.Month,
            "year" => FacadePeriod.Year,
            _ => null,
        };
        if (period is not { } known) return Reply.Error(400, "period must be one of all, today, week, month, year.");
        var sums = await app.CountAsync(known, cancellationToken);
        return Reply.Of(new StatisticsAnswer
        {
            Period = asked, TotalTransactions = sums.Count, TotalAmount = sums.Amount, TotalPaid = sums.PaidCount,
            Breakdown = sums.PaidByMethod,
        }, WireJson.Default.StatisticsAnswer);
    }

    private static bool Has(IFacadeApp app, OfferedWay way) => way.MaxFor(app) is not null;

    private static OfferedMethod Offered(OfferedWay way, long? max)
    {
        var method = new OfferedMethod
        {
            Id = way.Id, Name = way.Name, Description = way.Description, Enabled = true, Available = max is not null,
            MaxAmount = max, Requirements = max is null ? [way.Missing] : [],
        };
        return way == OfferedWay.QrisBayarGg
            ? method with { SubscriptionRequired = false, HasGrant = max is not null, HasMid = max is not null, MaxAmount = max ?? 0 }
            : method;
    }
}
