using QrisPayments.Codec;
using QrisPayments.Simulation.Model;
using QrisPayments.Simulation.Shop;

namespace QrisPayments.Simulation.Gateways;

/// <summary>A transaction as Midtrans keeps it. One status follows another, and all who ask hear the same.</summary>
internal sealed class MidtransTransaction(string orderId, int no, long amount, DateTimeOffset end)
{
    private readonly Lock _lock = new();
    private string _status = "pending";
    private DateTimeOffset? _settledAt;

    public string OrderId => orderId;

    public long Amount => amount;

    public DateTimeOffset End => end;

    /// <summary>What the customer scans; a number in it tells transactions of one amount apart.</summary>
    public string Qr { get; } = QrisConverter.Convert(ShopSettings.Qris, new QrisConvertRequest
    {
        Amount = amount, AdditionalData = new QrisAdditionalData { BillNumber = no.ToString(CultureInfo.InvariantCulture) },
    }) is QrisConversion.Converted converted ? converted.Payload : throw new InvalidOperationException("The shop's code cannot be converted.");

    /// <summary>The money; null while there is none.</summary>
    public Transfer? Money { get; private set; }

    /// <summary>What went back, whole rupiah.</summary>
    public long Refunded { get; private set; }

    public DateTimeOffset? SettledAt
    {
        get
        {
            lock (_lock) return _settledAt;
        }
    }

    public string Status
    {
        get
        {
            lock (_lock) return _status == "pending" && DateTimeOffset.UtcNow > end ? _status = "expire" : _status;
        }
    }

    /// <summary>A customer pays; false when it is too late.</summary>
    public bool TryPay(Func<Transfer> send)
    {
        lock (_lock)
        {
            if (Status != "pending") return false;
            Money = send();
            Money.TellAs(orderId);
            (_status, _settledAt) = ("settlement", Money.At);
            return true;
        }
    }

    /// <summary>It is called off; false when it was paid.</summary>
    public bool TryEnd(string status)
    {
        lock (_lock)
        {
            if (Status is "pending") _status = status;
            return _status is "cancel" or "expire";
        }
    }

    /// <summary>Money goes back by the gateway's own hand: at its dashboard, or because the payer's bank demands it.</summary>
    public void GoBack(string status, long refunded)
    {
        lock (_lock) (_status, Refunded) = (status, refunded);
    }
}
