using System.Globalization;
using System.Text.Json;
using QrisPayments.Plugins;
using QrisPayments.Qiospay.Wire;

namespace QrisPayments.Qiospay;

/// <summary>
/// Qiospay's API as we answer it: the shop's money as a mutation ledger, the same money as callbacks, and the address at which
/// Qiospay itself calls (WIRE §4).
/// </summary>
/// <remarks>
/// The numbers of a ledger row and of a callback are of different kinds, as at the gateway (WIRE Q3): a row's <c>issuer_reff</c> is
/// the source's own reference and its <c>buyer_reff</c> our id of it, which together are unique (of money that was sent back, both are
/// our id of that); a callback's <c>refid</c> is <see cref="MoneyTelling.Refid"/>. Who hears both joins them by amount and minute, or
/// takes the callback for a hint and reads the ledger.
/// </remarks>
internal sealed class QiospayFacade : IGatewayFacade, ITellOfMoney
{
    /// <summary>The text names no page size. What a client misses it never counts, so it is as much as there may be.</summary>
    private const int Page = 500;

    private static readonly FacadeRefusal WrongKeys = new(401, "merchant_code or api_key is wrong.");
    private static readonly FacadeRefusal NoScope = new(401, "This api_key may not read the ledger: the app lacks the scope ledger:read.");

    public IReadOnlyList<FacadeRoute> Routes { get; }

    public QiospayFacade() => Routes =
    [
        new("GET", "api/mutasi/qris/{merchant_code}/{api_key}", ReadLedgerAsync),
        new("POST", "api/callback/accept/{secret_key}", ReceiveAsync),
        new("POST", "api/callback/accept", static (_, _, _) => Task.FromResult(Rejected)),
    ];

    public FacadeAnswer Refuse(FacadeRefusal refusal) => Refusal(refusal.Status, refusal.Message);

    public FacadeCallback? Tell(FacadeMoney money) => MoneyTelling.Of(money);

    private async Task<FacadeAnswer> ReadLedgerAsync(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken)
    {
        switch (shop.Authenticate(request.Route["api_key"], request.Route["merchant_code"]))
        {
            case FacadeAccess.Granted { App: var app }:
                return await app.ReadLedgerAsync(Page, cancellationToken) is { } entries
                    ? FacadeAnswer.Json(200,
                        JsonSerializer.SerializeToUtf8Bytes(new MutationsPage(MutationsAnswer.Success, [.. entries.Select(Row)]),
                            QiospayJson.Default.MutationsPage))
                    : Wrong(NoScope);
            case FacadeAccess.Refused { Refusal: { Status: not 401 } refusal }:
                return Refuse(refusal);
            default:
                return Wrong(WrongKeys);
        }
    }

    /// <summary>
    /// The text gives the error no HTTP status, while it gives the callback's one: clients read <c>status</c>, and some of the tools
    /// that they read it with (<c>file_get_contents</c>) hide the body of anything but a 200.
    /// </summary>
    private static FacadeAnswer Wrong(FacadeRefusal refusal) => Refusal(200, refusal.Message);

    private static FacadeAnswer Refusal(int status, string message) =>
        FacadeAnswer.Json(status,
            JsonSerializer.SerializeToUtf8Bytes(new MutationsRefusal(MutationsAnswer.Failure, message),
                QiospayJson.Default.MutationsRefusal));

    private static Mutation Row(FacadeMutation money) => new()
    {
        Date = Wib.Write(money.At),
        Amount = Math.Abs(money.Amount).ToString(CultureInfo.InvariantCulture),
        Type = money.Amount < 0 ? Mutation.Debit : Mutation.Credit,
        // Spelt as the text spells it.
        Qris = money.IsDynamic ? "dinamic" : "static",
        BrandName = MoneyTelling.Issuer,
        IssuerReff = money.Reference,
        BuyerReff = money.Id,
        Balance = money.Balance.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Qiospay's own webhook, should the shop have an account there: the account's provider verifies it.</summary>
    private static async Task<FacadeAnswer> ReceiveAsync(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken) =>
        await shop.ReceiveWebhookAsync(request, request.Route["secret_key"], cancellationToken) switch
        {
            // Where there is no account, no secret key is right.
            { Status: 404 } => Rejected,
            var reply => reply,
        };

    private static FacadeAnswer Rejected { get; } =
        FacadeAnswer.Json(403, JsonSerializer.SerializeToUtf8Bytes(NoticeReply.Reject, QiospayJson.Default.NoticeReply));
}
