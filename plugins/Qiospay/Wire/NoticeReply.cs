namespace QrisPayments.Qiospay.Wire;

/// <summary>What is answered to a <see cref="Notice"/>; every member is written, also null.</summary>
internal sealed record NoticeReply
{
    private NoticeReply(string status, string message, Receipt? data) => (Status, Message, Data) = (status, message, data);

    public string Status { get; }

    public string Message { get; }

    /// <summary>The nine members as they came.</summary>
    public Receipt? Data { get; }

    /// <summary>200.</summary>
    public static NoticeReply Accept(Receipt? receipt) => new("accept", "Data received successfully", receipt ?? new Receipt());

    /// <summary>403.</summary>
    public static NoticeReply Reject { get; } = new("reject", "Invalid secret key", null);
}
