namespace QrisPayments.Refunds;

/// <summary>What <c>qris_refunds.state</c> holds.</summary>
internal static class RefundStates
{
    public const string Requested = "requested";
    public const string Sent = "sent";
    public const string Unknown = "unknown";
    public const string Done = "done";
    public const string Failed = "failed";

    public static RefundStatus Parse(string state) => state switch
    {
        Requested => RefundStatus.Requested,
        Sent => RefundStatus.Sent,
        Unknown => RefundStatus.Unknown,
        Done => RefundStatus.Done,
        Failed => RefundStatus.Failed,
        _ => throw new InvalidOperationException($"Unknown refund state '{state}'."),
    };

    public static string Text(this RefundStatus status) => status switch
    {
        RefundStatus.Requested => Requested,
        RefundStatus.Sent => Sent,
        RefundStatus.Unknown => Unknown,
        RefundStatus.Done => Done,
        _ => Failed,
    };
}

/// <summary>What <c>qris_refunds.way</c> holds.</summary>
internal static class RefundWays
{
    public const string Hand = "hand";
    public const string Gateway = "gateway";
    public const string Sandbox = "sandbox";

    public static RefundWay Parse(string way) => way switch
    {
        Hand => RefundWay.Hand,
        Gateway => RefundWay.Gateway,
        Sandbox => RefundWay.Sandbox,
        _ => throw new InvalidOperationException($"Unknown way of a refund '{way}'."),
    };

    public static string Text(this RefundWay way) => way switch
    {
        RefundWay.Hand => Hand,
        RefundWay.Gateway => Gateway,
        _ => Sandbox,
    };
}
