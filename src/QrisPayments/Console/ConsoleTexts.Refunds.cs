using QrisPayments.Refunds;

namespace QrisPayments.Console;

internal sealed partial class ConsoleTexts
{
    public string Refunds => In("Pengembalian dana", "Refunds");
    public string TheRefund => In("Pengembaliannya", "The refund");
    public string RefundedSoFar => In("Sudah dikembalikan", "Refunded");
    public string Refundable => In("Masih bisa dikembalikan", "Still refundable");
    public string RefundGive => In("Kembalikan dana", "Refund");
    public string RefundByGateway =>
        In("Gateway diminta mengembalikan dana begitu formulir ini dikirim. Dengan nomor transfer, dicatat bahwa Anda sudah mentransfernya "
            + "sendiri, dan gateway tidak diminta.",
            "The gateway is asked to refund as soon as you send this form. With a transfer number, the refund is recorded as sent by you, "
            + "and the gateway is not asked.");
    public string RefundByHand =>
        In("Gateway ini tidak bisa mengembalikan dana. Transfer sendiri uangnya; tanpa nomor transfer, pengembalian menunggu di Perlu "
            + "dicek.",
            "This gateway cannot refund. Transfer the money yourself; without the transfer number, the refund waits under To review.");
    public string RefundInSandbox =>
        In("Uang simulasi kembali seketika; gateway tidak dihubungi.", "Simulated money goes back at once; no gateway is called.");
    public string RefundAmount => In("Jumlah dalam rupiah (kosong: semua yang tersisa)", "Amount in rupiah (empty: all that is left)");
    public string RefundReason => In("Alasan", "Reason");
    public string RefundReference => In("Nomor transfer, jika sudah dikirim", "Transfer number, if already sent");
    public string RefundConfirm => In("Saya sudah memeriksa jumlah dan penerimanya", "I have checked the amount and the recipient");
    public string RefundSent => In("Catat sudah ditransfer", "Record as sent");
    public string RefundSentText =>
        In("Masukkan nomor transfernya. Pengembalian dicatat selesai, dan toko diberi tahu.",
            "Enter the transfer number. The refund is recorded as done, and the shop is told.");
    public string RefundRefuse => In("Tolak pengembalian", "Refuse the refund");
    public string RefundRefuseText =>
        In("Tidak ada dana yang kembali, dan jumlahnya bisa dikembalikan lagi nanti. Tulis alasannya.",
            "No money goes back, and the amount can be refunded again later. Say why.");

    // A refund that a gateway carries out, and of which it has not said how it ended.
    public string RefundAtGateway =>
        In("Sudah lebih dari satu jam gateway belum memberi kepastian tentang pengembalian ini; gateway masih terus ditanya. Periksa "
            + "dasbornya. Jangan mentransfer sendiri: dananya bisa kembali dua kali.",
            "For over an hour the gateway has not said how this refund ended; it is still being asked. Look at its dashboard. "
            + "Send no transfer yourself: the money might go back twice.");
    public string RefundGone => In("Catat sudah dikembalikan", "Record as refunded");
    public string RefundGoneText =>
        In("Hanya jika dasbor gateway menunjukkan bahwa dananya sudah dikembalikan. Masukkan nomor pengembaliannya; toko diberi tahu.",
            "Only if the gateway's dashboard shows that the money went back. Enter the number of the refund there; the shop is told.");
    public string RefundRefuseAtGateway =>
        In("Gateway ditanya dulu. Hanya jika gateway tidak mengenal pengembalian ini, jumlahnya bisa dikembalikan lagi. Tulis alasannya.",
            "The gateway is asked first. Only if it does not know this refund can the amount be refunded again. Say why.");

    public string DisputeSame => In("Ini pengembalian yang sudah tercatat", "It is a refund in the books");
    public string DisputeSameText =>
        In("Gateway melaporkan pengembalian yang sudah dicatat dengan tangan. Tidak ada yang dihitung lagi, dan kasus ditutup.",
            "The gateway reports a refund that was entered by hand. Nothing is counted again, and the case is closed.");
    public string WhichRefund => In("Pengembalian yang mana", "Which refund");
    public string DisputeConfirm => In("Catat dana yang kembali", "Record what went back");
    public string DisputeConfirmText =>
        In("Dicatat sebagai pengembalian dana oleh gateway, dan kasus ditutup.",
            "It is recorded as a refund by the gateway, and the case is closed.");
    public string DisputeAmount => In("Jumlah yang kembali, dalam rupiah", "Amount that went back, in rupiah");
    public string DisputeClose => In("Tutup tanpa pengembalian", "Close without a refund");
    public string DisputeCloseText =>
        In("Pembayaran tetap lunas, dan tidak ada pengembalian yang dicatat. Tulis alasannya untuk pembukuan.",
            "The payment stays paid, and no refund is recorded. Say why, for the books.");
    public string GatewayReference => In("Nomor di gateway (boleh kosong)", "The gateway's number (optional)");

    public string RefundsWaiting(long count) =>
        Count(count, "{0} pengembalian dana menunggu tindakan", "{0} refund waits for a person", "{0} refunds wait for a person");

    public string DisputesOpen(long count) => Count(count, "{0} sengketa terbuka", "{0} dispute is open", "{0} disputes are open");

    /// <summary>The name of a refund's number.</summary>
    public string RefundNumber(RefundWay way) =>
        way == RefundWay.Gateway ? In("Nomor di gateway", "The gateway's number") : In("Nomor transfer", "Transfer number");

    /// <summary>What stands before <see cref="RefundAsker"/>.</summary>
    public string RefundAskedBy(RefundEntry refund) =>
        refund.IsReported ? In("Dilaporkan oleh", "Reported by") : In("Diminta oleh", "Requested by");

    /// <summary>The person, the app, the shop's own code, or the gateway that told of it.</summary>
    public string RefundAsker(RefundEntry refund) => refund switch
    {
        { IsReported: true } => In("gateway", "the gateway"),
        { Stored.RequestedBy: { } person } => person,
        { Stored.App: "" } => Shop,
        _ => $"{In("aplikasi", "app")} {refund.Stored.App}",
    };

    /// <summary>What stands before the name of the person who decided.</summary>
    public string RefundDecidedBy(RefundEntry refund) => refund switch
    {
        { IsRefused: true } => In("Ditolak oleh", "Refused by"),
        { IsReported: true } => In("Dikonfirmasi oleh", "Confirmed by"),
        _ => In("Dicatat oleh", "Entered by"),
    };

    public string RefundStateName(RefundStatus status) => status switch
    {
        RefundStatus.Requested => In("diminta", "requested"),
        RefundStatus.Sent => In("di gateway", "at the gateway"),
        RefundStatus.Done => In("selesai", "done"),
        RefundStatus.Failed => In("gagal", "failed"),
        _ => In("belum pasti", "outcome unknown"),
    };

    public string RefundWayName(RefundWay way) => way switch
    {
        RefundWay.Hand => In("manual", "by hand"),
        RefundWay.Gateway => In("oleh gateway", "by the gateway"),
        _ => In("simulasi", "simulated"),
    };
}
