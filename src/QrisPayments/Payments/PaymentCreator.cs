using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>Makes payments: stored first, opened at a provider afterwards, so that no webhook can arrive before its row.</summary>
internal sealed class PaymentCreator(
    Database database, PaymentReader reader, ProviderDirectory providers, ProviderRouter router, PaymentFilter filter, AttemptStarter starter, AttemptOpener opener, TotalReserver totals,
    IdempotencyStore idempotency, EventLog events, TimeProvider clock, IOptions<PaymentOptions> options, IOptions<IModuleOptions> module)
{
    private const string Insert = """
        INSERT INTO qris_payments (id, app, order_id, open_order_id, status, version, livemode, amount, description, customer_name, customer_email,
                                   customer_phone, items, metadata, callback_url, redirect_url, wanted_provider, wanted_method, expires_in,
                                   attempt_id, expires_at, late, form_token, fee, facade, facade_ref, facade_owner, facade_method, created_at)
        VALUES (@id, @app, @orderId, @openOrderId, 'pending', 1, @livemode, @amount, @description, @name, @email,
                @phone, @items, @metadata, @callbackUrl, @redirectUrl, @provider, @method, @expiresIn,
                @attemptId, @expiresAt, 0, @formToken, @fee, @facade, @facadeRef, @facadeOwner, @facadeMethod, @now)
        """;

    private const string ReleaseReference = "UPDATE qris_payments SET facade_ref = NULL, facade_owner = NULL WHERE id = @id";

    /// <summary>Makes a payment and opens it. Null when the idempotency key, or the facade's reference, is taken.</summary>
    public async Task<CreateResult?> CreateAsync(
        string app, NewPayment payment, IdempotencyKey? key, CancellationToken cancellationToken, FacadeSale? sale = null)
    {
        if (Refuse(payment) is { } refusal) return refusal;
        payment = await filter.ApplyAsync(payment, Check, cancellationToken);
        var subject = AttemptSubject.Of(PublicId.New("pay"), payment, ExpiresIn(payment)).For(sale);
        if (RefuseProvider(subject) is { } unavailable) return unavailable;

        Attempt? attempt = null;
        CreateResult? result;
        using (var underway = totals.Begin())
        {
            result = await database.TransactAsync(async session =>
            {
                attempt = null;
                underway.Restart();
                if (key is not null && !await idempotency.TakeAsync(session, key, subject.PaymentId)) return null;
                var attemptId = PublicId.New("att");
                if (!await StoreAsync(session, app, payment, subject, attemptId, sale))
                    return sale is not null ? null : await OpenOfOrderAsync(session, app, payment.OrderId, cancellationToken);
                switch (await starter.StartAsync(session, underway, subject, attemptId, isFirst: true))
                {
                    case StartResult.Started started:
                        attempt = started.Attempt;
                        return null;
                    case StartResult.Exhausted exhausted:
                        return new CreateResult.UniqueAmountExhausted(exhausted.RetryAfter);
                    case StartResult.NotNow notNow:
                        return new CreateResult.ProviderUnavailable(notNow.Reason) { RetryAfter = notNow.RetryAfter };
                    default:
                        return new CreateResult.ProviderUnavailable("No provider can take this payment.");
                }
            }, keep: _ => attempt is not null, cancellationToken);
        }
        if (attempt is null) return result;

        // From here on the payment stands; a caller that goes away must not leave it half opened.
        var opened = await opener.OpenAsync(subject, attempt, key, CancellationToken.None);
        if (opened.Status == PaymentStatus.Failed && sale?.Reference is not null)
            await database.RunAsync(session => session.ExecuteAsync(ReleaseReference, new { id = opened.Id }), CancellationToken.None);
        return opened.Status == PaymentStatus.Failed
            ? new CreateResult.ProviderUnavailable("Every provider declined this payment. Try again later.")
            : new CreateResult.Created(opened);
    }

    /// <summary>Makes a payment inside the host's transaction; its attempt is opened after the commit.</summary>
    public async Task<CreateResult> CreateAsync(NewPayment payment, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (Refuse(payment) is { } refusal) return refusal;
        payment = await filter.ApplyAsync(payment, Check, cancellationToken);
        var subject = AttemptSubject.Of(PublicId.New("pay"), payment, ExpiresIn(payment));
        if (RefuseProvider(subject) is { } unavailable) return unavailable;

        var session = database.Join(transaction, cancellationToken);
        try
        {
            if (!await StoreAsync(session, "", payment, subject, null, null))
                return await OpenOfOrderAsync(session, "", payment.OrderId, cancellationToken);
            await events.OpenAfterCommitAsync(session, subject.PaymentId, clock.Now());
            return new CreateResult.Created((await reader.FindAsync(session, subject.PaymentId))!);
        }
        catch (DbException exception) when (database.Dialect.Classify(exception) == DbFault.Transient)
        {
            throw new QrisTransientException("The database asked for a repeat (deadlock or lock wait). Roll your transaction back and run all of it again.", exception);
        }
    }

    private async Task<bool> StoreAsync(DbSession session, string app, NewPayment payment, AttemptSubject subject, string? attemptId, FacadeSale? sale)
    {
        var now = clock.Now();
        var stored = await session.TryInsertAsync(Insert, new
        {
            id = subject.PaymentId, app, orderId = payment.OrderId,
            // A facade follows its gateway: an order may have several open payments there.
            openOrderId = sale is null ? payment.OrderId : null, livemode = module.Value.Mode == PaymentMode.Live, amount = payment.Amount,
            description = payment.Description, name = payment.Customer?.Name, email = payment.Customer?.Email, phone = payment.Customer?.Phone,
            items = payment.Items is { Count: > 0 } items ? JsonSerializer.Serialize(items) : null,
            metadata = payment.Metadata is { Count: > 0 } metadata ? JsonSerializer.Serialize(metadata) : null,
            callbackUrl = payment.CallbackUrl, redirectUrl = payment.RedirectUrl, provider = payment.Provider, method = payment.Method,
            expiresIn = (int)subject.ExpiresIn.TotalSeconds, attemptId, expiresAt = (now + subject.ExpiresIn).ToDb(),
            // Not an id, but as random: 128 bits.
            formToken = PublicId.New("frm"), fee = sale?.FeeOf(payment.Amount) ?? 0, facade = sale?.Facade, facadeRef = sale?.Reference,
            facadeOwner = sale?.Reference is null ? null : app, facadeMethod = sale?.Method, now = now.ToDb(),
        });
        if (stored)
            await events.AppendAsync(session, new NewEvent
            {
                PaymentId = subject.PaymentId, Version = 1, Type = PaymentEventTypes.Created, At = now,
                Data = new { order_id = payment.OrderId, amount = payment.Amount, app = app.Length == 0 ? null : app },
            });
        return stored;
    }

    private async Task<CreateResult> OpenOfOrderAsync(DbSession session, string app, string orderId, CancellationToken cancellationToken)
    {
        // A host's own transaction may look at an older snapshot than the one that refused the row.
        var open = await reader.FindOpenAsync(session, app, orderId)
            ?? await database.RunAsync(fresh => reader.FindOpenAsync(fresh, app, orderId), cancellationToken);
        return open is null
            ? new CreateResult.ProviderUnavailable($"The open payment of order {orderId} ended this very moment. Try again.")
            : new CreateResult.OrderHasOpenPayment(open);
    }

    /// <summary>Everything that is wrong with a request, without making anything.</summary>
    public IReadOnlyList<Fault> Check(NewPayment payment)
    {
        var faults = NewPaymentRules.Check(payment, options.Value);
        var accounts = providers.Accounts;
        if (accounts.Count == 0) return faults;
        if (payment.Provider is { } provider && !accounts.Any(account => account.IsNamed(provider)))
            faults.Add(new Fault("provider", "unknown", $"provider must be one of {string.Join(", ", accounts.SelectMany(account => new[] { account.ProviderId, account.Id }).Distinct())}, or left out."));
        if (payment.Method is { } method && accounts.All(account => account.Traits.Method != method))
            faults.Add(new Fault("method", "unknown", $"method must be one of {string.Join(", ", accounts.Select(account => account.Traits.Method).Distinct())}, or left out."));
        return faults;
    }

    private CreateResult.Invalid? Refuse(NewPayment payment)
    {
        var faults = Check(payment);
        return faults.Count > 0 ? new CreateResult.Invalid(faults) : null;
    }

    private TimeSpan ExpiresIn(NewPayment payment) => payment.ExpiresIn ?? options.Value.Expiry;

    private CreateResult? RefuseProvider(AttemptSubject subject) => router.Find(subject.Route) switch
    {
        Route.Never never => new CreateResult.Invalid([never.Fault]),
        Route.NotNow notNow => new CreateResult.ProviderUnavailable(notNow.Reason) { RetryAfter = notNow.RetryAfter },
        _ => null,
    };
}
