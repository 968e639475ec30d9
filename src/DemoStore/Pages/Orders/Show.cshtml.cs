using DemoStore.Cart;
using DemoStore.Languages;
using DemoStore.Orders;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QrisPayments;

namespace DemoStore.Pages.Orders;

/// <summary>What the order page says.</summary>
internal enum OrderState
{
    /// <summary>There is an open payment to go to.</summary>
    Awaiting,

    /// <summary>The payment is paid, and the order is about to hear of it.</summary>
    Settling,

    /// <summary>A person matches the money.</summary>
    Review,

    Paid,

    /// <summary>The payment ended without money; a new one can be made.</summary>
    Expired,

    /// <summary>The same, because somebody called it off.</summary>
    Cancelled,
}

internal sealed class ShowModel(
    OrderBook orders, IQrisPayments payments, Till till, BasketCookie basket, OrderInHand inHand, Language say) : PageModel
{
    private Payment? _payment;

    public Order Order { get; private set; } = null!;

    public OrderState State { get; private set; }

    public string? Trouble { get; private set; }

    /// <summary>No money has come for it, as far as is known.</summary>
    public bool MayChange => State is OrderState.Awaiting or OrderState.Expired or OrderState.Cancelled;

    public string? PaymentUrl => _payment is null ? null : say.In(_payment.PaymentUrl);

    public string? ReceiptUrl => _payment is null ? null : say.In(_payment.PaymentUrl + "/receipt");

    /// <summary>What the customer's app will show, with the unique code once there is one.</summary>
    public long AmountToPay => _payment?.TotalAmount ?? Order.Total;

    public long AmountPaid => _payment?.PaidAmount ?? Order.Total;

    public DateTime? PayBefore => _payment?.ExpiresAt?.UtcDateTime;

    public async Task<IActionResult> OnGetAsync(string publicId, CancellationToken cancellationToken) =>
        await LoadAsync(publicId, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostPayAsync(string publicId, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(publicId, cancellationToken)) return NotFound();
        if (!MayChange) return RedirectToPage(new { publicId });

        var result = await till.PayAgainAsync(Order, Url.Page("/Orders/Show", new { publicId })!, cancellationToken);
        if (result?.Payment is { } payment) return Redirect(say.In(payment.PaymentUrl));
        // Paid or changed meanwhile: the page shows it as it is now.
        if (result is null or CreateResult.OrderChanged) return RedirectToPage(new { publicId });
        Trouble = CheckoutModel.TroubleWith(result, say);
        return Page();
    }

    /// <summary>Puts the order back into the basket, where it can be changed. Until that is saved, its payment stays as it is.</summary>
    public async Task<IActionResult> OnPostChangeAsync(string publicId, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(publicId, cancellationToken)) return NotFound();
        if (!MayChange) return RedirectToPage(new { publicId });
        basket.Fill(Order.ToBasket());
        inHand.Take(Order);
        return RedirectToPage("/Cart");
    }

    private async Task<bool> LoadAsync(string publicId, CancellationToken cancellationToken)
    {
        if (await orders.FindAsync(publicId, cancellationToken) is not { } order) return false;
        Order = order;
        _payment = order.PaymentId is { } id ? await payments.FindAsync(id, cancellationToken) : null;
        State = order.IsPaid ? OrderState.Paid : StateOf(_payment);
        return true;
    }

    private static OrderState StateOf(Payment? payment) => payment switch
    {
        { Status: PaymentStatus.Paid } => OrderState.Settling,
        { Review: not null } => OrderState.Review,
        { Status: PaymentStatus.Pending } => OrderState.Awaiting,
        { Status: PaymentStatus.Cancelled } => OrderState.Cancelled,
        _ => OrderState.Expired,
    };
}
