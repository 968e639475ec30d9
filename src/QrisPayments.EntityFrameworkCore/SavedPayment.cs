using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace QrisPayments;

/// <summary>Saves changes and makes their payment in one transaction, run again as the context's execution strategy says.</summary>
/// <param name="payments">The module.</param>
/// <param name="context">Without a transaction.</param>
/// <param name="saveAsync">Saves in the transaction, and says what is to be paid.</param>
internal sealed class SavedPayment(IQrisPayments payments, DbContext context, Func<CancellationToken, Task<NewPayment>> saveAsync)
{
    /// <summary>A new payment whose commit was sent and not yet answered.</summary>
    private CreateResult.Created? _inDoubt;

    /// <summary>What to do when the changes are committed.</summary>
    public Action OnCommit { private get; init; } = () => { };

    /// <summary>What to do when they were saved and are not committed.</summary>
    public Action OnUndone { private get; init; } = () => { };

    /// <summary>Runs it until it is committed, refused or failed for good.</summary>
    public async Task<CreateResult> RunAsync(CancellationToken cancellationToken)
    {
        if (context.Database.CurrentTransaction is not null)
            throw new InvalidOperationException($"{context.GetType().Name} is in a transaction already. Save the changes in it, and call "
                + $"payments.{nameof(DbContextPayments.CreateAsync)}(payment, context) before you commit it.");
        var strategy = context.Database.CreateExecutionStrategy();
        CreateResult result;
        try
        {
            result = await strategy.ExecuteAsync(OnceAsync, cancellationToken);
        }
        catch (Exception) when (_inDoubt is not null)
        {
            // Not every strategy runs again after a commit whose answer was lost.
            if (!await strategy.ExecuteAsync(HasArrivedAsync, CancellationToken.None)) throw;
            result = _inDoubt;
        }
        if (result.Payment is not null) OnCommit();
        return result;
    }

    private async Task<CreateResult> OnceAsync(CancellationToken cancellationToken)
    {
        if (_inDoubt is { } former && await HasArrivedAsync(cancellationToken)) return former;
        _inDoubt = null;
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var isCommitting = false;
        try
        {
            var payment = await saveAsync(cancellationToken);
            var result = await payments.CreateAsync(payment, context, cancellationToken);
            if (result.Payment is null)
            {
                await transaction.RollbackAsync(CancellationToken.None);
                OnUndone();
                return result;
            }
            isCommitting = true;
            // An open payment that was there before says nothing about this commit.
            _inDoubt = result as CreateResult.Created;
            // Not cancelled half-way: a customer who goes away would leave it in doubt.
            await transaction.CommitAsync(CancellationToken.None);
            _inDoubt = null;
            return result;
        }
        // There is no new payment whose presence could tell, so a strategy must not take this for a fault that it may repeat.
        catch (Exception exception) when (isCommitting && _inDoubt is null)
        {
            throw new InvalidOperationException("The order already had an open payment, and the database did not answer the commit of the "
                + "changes that were saved with it. They may be saved: look before you repeat them.", exception);
        }
        catch (Exception)
        {
            if (!isCommitting) OnUndone();
            throw;
        }
    }

    /// <summary>
    /// Whether the payment in doubt is there. It is read under its lock, so a commit that the database has not finished is waited for.
    /// </summary>
    private async Task<bool> HasArrivedAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var found = await payments.FindAsync(_inDoubt!.New.Id, transaction.GetDbTransaction(), cancellationToken);
        await transaction.RollbackAsync(CancellationToken.None);
        if (found is null) OnUndone();
        return found is not null;
    }
}
