using Microsoft.Extensions.Logging;

namespace QrisPayments.Gateways;

/// <summary>
/// How much is kept of what strangers send: of the last day, on one account and on all. The rest is answered as ever and not stored, so
/// that no flood fills the shop's disk. What has proved to come from a gateway is not counted here.
/// </summary>
internal sealed class StrangerBudget(ILogger<StrangerBudget> logger)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _told = [];
    private Dictionary<string, long> _kept = [];

    /// <summary>Bytes on all accounts: in the database about twice as much, since pages of a table are seldom full.</summary>
    public const long MaxTotal = 64 << 20;

    /// <summary>Bytes on one account.</summary>
    public long PerAccount { get; init; } = 16 << 20;


    /// <summary>Counts what is to be stored; false when there is no room for it.</summary>
    public bool TryTake(string account, int bytes)
    {
        lock (_lock)
        {
            var kept = _kept.GetValueOrDefault(account);
            if (kept + bytes <= PerAccount && _kept.Values.Sum() + bytes <= MaxTotal)
            {
                _kept[account] = kept + bytes;
                return true;
            }
            if (!_told.Add(account)) return false;
        }
        logger.LogWarning(new EventId(2811, "StrangersPastBudget"),
            "Account {Account} is sent so many forged, malformed or unproven webhooks that the day's room for them is used up. More of "
            + "them are answered as before and not stored; the gateway's own are. Look at what the console shows of them: strangers, or a "
            + "wrong secret?", account);
        return false;
    }

    /// <summary>Gives back what was counted and not stored.</summary>
    public void GiveBack(string account, int bytes)
    {
        lock (_lock) _kept[account] = Math.Max(0, _kept.GetValueOrDefault(account) - bytes);
    }

    /// <summary>Starts from what is really there, what other nodes have stored included.</summary>
    public void Set(IEnumerable<(string Account, long Bytes)> kept)
    {
        lock (_lock)
        {
            _kept = kept.ToDictionary(account => account.Account, account => account.Bytes);
            // Told again only after there was much room: at its edge a flood would fill the log.
            if (_kept.Values.Sum() <= MaxTotal / 2) _told.RemoveWhere(account => _kept.GetValueOrDefault(account) <= PerAccount / 2);
        }
    }
}
