using QrisPayments.Settings;

namespace QrisPayments.Plugins.Providers;

/// <summary>
/// Calls of gateways through their plugins: guarded and time-boxed, each answer checked, and whatever goes wrong a result.
/// </summary>
internal sealed class ProviderCalls(TimeProvider clock)
{
    /// <summary>A local provider computes for microseconds; more is a hang.</summary>
    private static readonly TimeSpan LocalTimeBox = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan AskTimeBox = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ReadTimeBox = TimeSpan.FromSeconds(2);

    /// <summary>Opens an attempt and checks what came back.</summary>
    public async Task<OpenAnswer> OpenAsync(
        ProviderAccount account, OpenRequest request, TimeSpan timeBox, CancellationToken cancellationToken)
    {
        var (guard, local) = (account.Guard, account.Traits.OpensLocally);
        var call = Call(account, $"open attempt {request.AttemptId}", timeBox) with { RunBox = local ? LocalTimeBox : null };
        var answer = await guard.RunAsync(call, token => account.Provider.OpenAsync(request, token), cancellationToken,
            result => result is OpenResult.Unknown);
        // Where it is the host that is short of threads, a local provider may be asked again.
        if (answer is PluginAnswer<OpenResult>.NotBegun && local && account.IsAdmitted && guard.GivenUp == 0)
            return new OpenAnswer.NotAsked();
        return new OpenAnswer.Given(answer switch
        {
            PluginAnswer<OpenResult>.Given { Value: OpenResult.Opened opened } =>
                OpenCheck.Refuse(account, request.Amount, request.TotalAmount, opened, clock.GetUtcNow()) is { } refusal
                    ? refusal with { Message = guard.Note(call, refusal.Message) }
                    : opened,
            PluginAnswer<OpenResult>.Given { Value: OpenResult.Rejected rejected } =>
                new OpenResult.Rejected(guard.Clean(rejected.Code ?? ""), guard.Clean(rejected.Message ?? "")),
            PluginAnswer<OpenResult>.Given { Value: OpenResult.Unknown unknown } =>
                new OpenResult.Unknown(guard.Note(call, unknown.Message ?? "")),
            // It is certain that no gateway was asked.
            PluginAnswer<OpenResult>.NotBegun not => new OpenResult.Rejected("provider_unavailable", not.Message),
            _ => local ? new OpenResult.Rejected("provider_fault", answer.Problem!) : new OpenResult.Unknown(answer.Problem!),
        });
    }

    /// <summary>Asks how an attempt stands; <see cref="StatusResult.Unknown"/> also when the provider cannot be asked.</summary>
    public async Task<StatusResult> QueryAsync(ProviderAccount account, OpenedAttempt attempt, CancellationToken cancellationToken)
    {
        if (account.Provider is not IQueryStatus gateway) return new StatusResult.Unknown("This provider has no status to ask for.");
        // A part of its own, and "unknown" is no fault: the poller waits longer by itself, and one attempt that the gateway
        // cannot tell about must keep neither creates nor the other attempts waiting.
        var call = Call(account, $"query attempt {attempt.AttemptId}", AskTimeBox) with { Part = $"{account.Part} status" };
        var answer = await account.Guard.RunAsync(call, async token => AnswerCheck.Copy(await gateway.QueryAsync(attempt, token)),
            cancellationToken);
        return answer is PluginAnswer<StatusResult>.Given { Value: var status }
            ? Check(account, call).Status(status, attempt.CreatedAt)
            : new StatusResult.Unknown(answer.Problem!);
    }

    /// <summary>Asks the gateway to take no money for an attempt any more.</summary>
    public async Task<CancelAnswer> CancelAsync(ProviderAccount account, OpenedAttempt attempt, CancellationToken cancellationToken)
    {
        if (account.Provider is not ICancelAttempts gateway) return CancelAnswer.Unknown;
        var call = Call(account, $"cancel attempt {attempt.AttemptId}", AskTimeBox);
        var answer = await account.Guard.RunAsync(call, token => gateway.CancelAsync(attempt, token), cancellationToken,
            result => result == CancelAnswer.Unknown);
        return answer is PluginAnswer<CancelAnswer>.Given { Value: var given } ? Check(account, call).Cancel(given) : CancelAnswer.Unknown;
    }

    /// <summary>Asks the gateway to give money back; <see cref="RefundAnswer.Unknown"/> whenever it may have been reached.</summary>
    public Task<RefundAnswer> RefundAsync(ProviderAccount account, RefundRequest request, CancellationToken cancellationToken) =>
        AskForRefundAsync(account, "refund", request, (gateway, token) => gateway.RefundAsync(request, token), cancellationToken);

    /// <summary>Asks how a refund stands.</summary>
    public Task<RefundAnswer> QueryRefundAsync(ProviderAccount account, RefundRequest request, CancellationToken cancellationToken) =>
        AskForRefundAsync(account, "query refund", request, (gateway, token) => gateway.QueryRefundAsync(request, token),
            cancellationToken);

    private async Task<RefundAnswer> AskForRefundAsync(
        ProviderAccount account, string what, RefundRequest request, Func<IRefund, CancellationToken, Task<RefundAnswer>> ask,
        CancellationToken cancellationToken)
    {
        if (account.Provider is not IRefund gateway) return new RefundAnswer.Unknown("This provider gives no money back.");
        // A part of its own: refunds that a gateway does not answer must keep no sale waiting.
        var call = Call(account, $"{what} {request.Key}", AskTimeBox) with { Part = $"{account.Part} refunds" };
        var answer = await account.Guard.RunAsync(call, token => ask(gateway, token), cancellationToken);
        return answer is PluginAnswer<RefundAnswer>.Given { Value: var given }
            ? Check(account, call).Refund(given)
            : new RefundAnswer.Unknown(answer.Problem!);
    }

    /// <summary>
    /// Has the plugin verify and read a webhook. A plugin that fails has said nothing: the webhook is stored all the same, and verified
    /// again.
    /// </summary>
    public async Task<WebhookVerification> VerifyWebhookAsync(
        ProviderAccount account, WebhookRequest request, CancellationToken cancellationToken)
    {
        if (account.Provider is not IReceiveWebhooks gateway) return new WebhookVerification.Failed("This provider receives no webhooks.");
        // A part of its own: a gateway that is down for creates may still send webhooks, and they bring money.
        var call = Call(account, "read a webhook", ReadTimeBox) with { Part = $"{account.Part} webhooks" };
        var answer = await account.Guard.RunAsync(call, _ => Task.FromResult(AnswerCheck.Copy(gateway.Read(request))), cancellationToken);
        if (answer is not PluginAnswer<WebhookVerdict>.Given { Value: var verdict }) return new WebhookVerification.Failed(answer.Problem!);
        var known = Check(account, call).Webhook(verdict, request.Attempt?.CreatedAt);
        // The gateway alone was told the address of an attempt.
        return new WebhookVerification.Verified(request.Attempt is null ? known : known with { IsProven = true });
    }

    /// <summary>Reads what arrived on the account since a moment; entries that cannot be are left out, each with a fault.</summary>
    public async Task<LedgerResult> ReadLedgerAsync(ProviderAccount account, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (account.Provider is not IReadLedger gateway) return new LedgerResult.Unknown("This provider has no ledger to read.");
        var call = Call(account, "read the ledger", AskTimeBox) with { Part = $"{account.Part} ledger" };
        var answer = await account.Guard.RunAsync(call, async token => AnswerCheck.Copy(await gateway.ReadAsync(since, token)),
            cancellationToken);
        return answer is PluginAnswer<LedgerResult>.Given { Value: var ledger }
            ? Check(account, call).Ledger(ledger)
            : new LedgerResult.Unknown(answer.Problem!);
    }

    private static PluginCall Call(ProviderAccount account, string what, TimeSpan timeBox) =>
        new(account.Part, what, timeBox) { Account = account.Id };

    private AnswerCheck Check(ProviderAccount account, PluginCall call) => new(account.Guard, call, clock.GetUtcNow());
}
