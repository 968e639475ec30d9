namespace QrisPayments;

/// <summary>Where a refund stands. <see cref="Done"/> and <see cref="Failed"/> are ends; until then its amount is reserved.</summary>
public enum RefundStatus
{
    /// <summary>Asked for. A person has to send the money, or the gateway is about to be asked.</summary>
    Requested,

    /// <summary>The gateway is being asked, or has been and works on it. Whether the question has arrived may not be known yet.</summary>
    Sent,

    /// <summary>The money went back.</summary>
    Done,

    /// <summary>The gateway or a person refused it; no money went back.</summary>
    Failed,

    /// <summary>It is not known whether the gateway carried it out. The gateway is asked again until it says so.</summary>
    Unknown,
}

/// <summary>Who gives the money back.</summary>
public enum RefundWay
{
    /// <summary>A person, by a transfer.</summary>
    Hand,

    /// <summary>The gateway, whether this module or the gateway's own dashboard asked for it.</summary>
    Gateway,

    /// <summary>Sandbox mode: simulated money, which goes back at once.</summary>
    Sandbox,
}
