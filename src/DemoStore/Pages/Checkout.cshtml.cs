using DemoStore.Cart;
using DemoStore.Languages;
using DemoStore.Orders;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QrisPayments;

namespace DemoStore.Pages;

internal sealed class CheckoutModel(
    BasketCookie cookie, Till till, MyOrders mine, OrderInHand inHand, Language say, TimeProvider clock) : PageModel
{
    private readonly Dictionary<string, string> _errors = [];

    [BindProperty] public string? Name { get; set; }
    [BindProperty] public string? Contact { get; set; }
    [BindProperty] public string? Address { get; set; }

    public Basket Basket => cookie.Basket;

    /// <summary>Why there is no payment, or null.</summary>
    public string? Trouble { get; private set; }

    public string? Error(string field) => _errors.GetValueOrDefault(field);

    public string? Wrong(string field) => _errors.ContainsKey(field) ? "true" : null;

    /// <summary>The order that is changed; null when a new one is made.</summary>
    public Order? Changed { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (Basket.IsEmpty) return RedirectToPage("/Cart");
        Changed = await inHand.FindAsync(cancellationToken);
        if (Changed is { } order)
            (Name, Contact, Address) = (order.CustomerName, order.Email ?? order.Phone, order.Address);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Basket.IsEmpty) return RedirectToPage("/Cart");
        Changed = await inHand.FindAsync(cancellationToken);
        if (Check() is not { } contact) return Page();

        var (name, address) = (Name!.Trim(), Address!.Trim());
        var order = Changed is { } former
            ? former.ChangedTo(Basket, name, contact, address, text => say[text])
            : Order.Of(Basket, name, contact, address, text => say[text], clock.GetUtcNow());
        var orderPage = Url.Page("/Orders/Show", new { order.PublicId })!;
        var result = Changed is null
            ? await till.BuyAsync(order, orderPage, cancellationToken)
            : await till.ChangeAsync(order, orderPage, cancellationToken);
        // It was paid as it was before, at this very moment: the order page says so.
        if (result is null or CreateResult.OrderPaid)
        {
            PutDown();
            return Redirect(orderPage);
        }
        if (result.Payment is not { } payment)
        {
            Trouble = TroubleWith(result, say);
            return Page();
        }
        PutDown();
        mine.Remember(order.PublicId);
        return Redirect(say.In(payment.PaymentUrl));
    }

    private void PutDown()
    {
        cookie.Empty();
        inHand.PutDown();
    }

    /// <summary>What a customer is told when no payment could be made.</summary>
    internal static string TroubleWith(CreateResult result, Language say) => result switch
    {
        CreateResult.UniqueAmountExhausted => say["Sedang ramai sekali. Coba lagi beberapa menit lagi, keranjangmu tetap di sini.",
            "We are very busy right now. Please try again in a few minutes; your basket stays."],
        CreateResult.TooManyOpen => say[
            "Dari koneksi internetmu masih banyak pesanan yang belum dibayar. Bayar atau batalkan salah satu, lalu coba lagi; "
                + "keranjangmu tetap di sini.",
            "There are many unpaid orders from your internet connection. Please pay or cancel one of them, then try again; "
                + "your basket stays."],
        _ => say["Pembayaran sedang tidak bisa dibuat. Belum ada yang ditagih; coba lagi sebentar lagi.",
            "The payment could not be made just now. Nothing was charged; please try again shortly."],
    };

    private Contact? Check()
    {
        var contact = DemoStore.Orders.Contact.Parse(Contact);
        if (string.IsNullOrWhiteSpace(Name) || Name.Trim().Length > 100)
            _errors["Name"] = say["Tulis nama penerima, paling banyak 100 huruf.", "Please give a name of up to 100 letters."];
        if (contact is null)
            _errors["Contact"] = say["Tulis alamat e-mail atau nomor HP yang lengkap.",
                "Please give a complete e-mail address or phone number."];
        if (string.IsNullOrWhiteSpace(Address) || Address.Trim().Length is < 10 or > 500)
            _errors["Address"] = say["Tulis alamat lengkap supaya kurir tidak tersesat.",
                "Please give the full address, so that the courier finds it."];
        return _errors.Count == 0 ? contact : null;
    }
}
