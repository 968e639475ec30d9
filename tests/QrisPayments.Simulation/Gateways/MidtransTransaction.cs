using QrisPayments.Codec;
using QrisPayments.Simulation.Model;
using QrisPayments.Simulation.Shop;

namespace QrisPayments.Simulation.Gateways;

/// <summary>A transaction as Midtrans keeps it. One status follows another, and all who ask hear the same.</summary>
internal sealed class MidtransTransaction(string orderId, int no, long amount, DateTimeOffset end)
{
    private readonly Lock _lock = new();
    private readonly List<MidtransRefund> _refunds = [];
    private string _status = "pending";
    private DateTimeOffset? _settledAt;

    public string OrderId => orderId;

    public long Amount => amount;

    public DateTimeOffset End => end;

    /// <summary>What the customer scans; a number in it tells transactions of one amount apart.</summary>
    public string Qr { get; } = QrisConverter.Convert(ShopSettings.Qris, new QrisConvertRequest
    {
        Amount = amount, AdditionalData = new QrisAdditionalData { BillNumber = no.ToString(CultureInfo.InvariantCulture) },
    }) is QrisConversion.Converted converted
        ? converted.Payload
        : throw new InvalidOperationException("The shop's code cannot be converted.");

    /// <summary>The money; null while there is none.</summary>
    public Transfer? Money { get; private set; }

    /// <summary>What went back, each under the key of its request.</summary>
    public IReadOnlyList<MidtransRefund> Refunds
    {
        get
        {
            lock (_lock) return [.. _refunds];
        }
    }

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

    /// <summary>
    /// Money goes back. One key gives it back once, and never more goes back than was paid; null when it is refused for that.
    /// </summary>
    public MidtransRefund? GiveBack(string key, long rupiah)
    {
        lock (_lock)
        {
            if (_refunds.Find(other => other.Key == key) is { } known) return known;
            var before = _refunds.Sum(refund => refund.Amount);
            if (_status is not ("settlement" or "partial_refund") || before + rupiah > amount) return null;
            var made = new MidtransRefund(key, rupiah, no * 10 + _refunds.Count);
            _refunds.Add(made);
            _status = before + rupiah == amount ? "refund" : "partial_refund";
            return made;
        }
    }

    /// <summary>The payer's bank demands all of it.</summary>
    public void ChargeBack()
    {
        lock (_lock) _status = "chargeback";
    }
}

/// <summary>Money that Midtrans gave back.</summary>
/// <param name="Key">Of the shop, or one of the dashboard's.</param>
/// <param name="Amount">Whole rupiah.</param>
/// <param name="Id">Midtrans's own number.</param>
internal sealed record MidtransRefund(string Key, long Amount, int Id);
