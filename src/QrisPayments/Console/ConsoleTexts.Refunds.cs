using QrisPayments.Refunds;

namespace QrisPayments.Console;

internal sealed partial class ConsoleTexts
{
    public string Refunds => In("Pengembalian dana", "Refunds");
    public string RefundedSoFar => In("Sudah kembali", "Refunded");
    public string Refundable => In("Masih bisa dikembalikan", "Still refundable");
    public string RefundGive => In("Kembalikan dana", "Give money back");
    public string RefundByGateway =>
        In("Gerbang diminta mengembalikan dana, segera setelah formulir ini dikirim.",
            "The gateway is asked to give the money back, right after this form is sent.");
    public string RefundByHand =>
        In("Gerbang ini tidak bisa mengembalikan dana. Kirim transfer sendiri; tanpa nomor transfer, pengembalian menunggu di Perlu dicek.",
            "This gateway cannot give money back. Send a transfer yourself; without its number, the refund waits under To review.");
    public string RefundInSandbox =>
        In("Uang simulasi kembali seketika; gerbang tidak dihubungi.", "Simulated money goes back at once; no gateway is called.");
    public string RefundAmount => In("Jumlah dalam rupiah (kosong = semua yang tersisa)", "Amount in rupiah (empty = all that is left)");
    public string RefundReason => In("Alasan", "Reason");
    public string RefundReference => In("Nomor transfer, jika sudah dikirim", "Number of the transfer, if it was sent already");
    public string RefundConfirm => In("Jumlah dan penerimanya sudah saya periksa", "I have checked the amount and who receives it");
    public string TransferNumber => In("Nomor transfer", "Number of the transfer");
    public string RefundSent => In("Sudah ditransfer", "It was sent");
    public string RefundSentText =>
        In("Masukkan nomor transfernya. Pengembalian dicatat selesai, dan toko diberi tahu.",
            "Enter the transfer's number. The refund is noted as done, and the shop is told.");
    public string RefundRefuse => In("Tolak pengembalian", "Refuse the refund");
    public string RefundRefuseText =>
        In("Tidak ada dana yang kembali, dan jumlahnya bisa dikembalikan lagi nanti. Tulis alasannya.",
            "No money goes back, and the amount can be refunded again later. Say why.");
    public string RefundSeen => In("Gateway sudah mengembalikannya", "The gateway has carried it out");
    public string RefundSeenText =>
        In("Hanya jika dasbor gateway menunjukkannya: masukkan nomornya dari sana. Jangan transfer sendiri; gateway masih bisa mengembalikan "
            + "dana yang sama.",
            "Only if the gateway's dashboard shows it: enter its number from there. Do not send a transfer yourself; the gateway may still "
            + "give the same money back.");
    public string GatewayNumber => In("Nomor di gateway", "The gateway's number");
    public string RefundGiveUpText =>
        In("Gateway ditanya dulu. Hanya jika gateway tidak mengenal pengembalian ini, jumlahnya bebas lagi. Tulis alasannya.",
            "The gateway is asked first. Only if it does not know this refund, its amount is free again. Say why.");
    public string DisputeSame => In("Ini pengembalian yang sudah tercatat", "It is a refund in the books");
    public string DisputeSameText =>
        In("Gateway melaporkan pengembalian yang sudah dicatat dengan tangan. Tidak ada yang dihitung lagi, dan kasus ditutup.",
            "The gateway reports a refund that was entered by hand. Nothing is counted again, and the case is closed.");
    public string WhichRefund => In("Pengembalian yang mana", "Which refund");
    public string DisputeConfirm => In("Uangnya memang kembali", "The money did go back");
    public string DisputeConfirmText =>
        In("Dicatat sebagai pengembalian dana lewat gerbang, dan kasus ditutup.",
            "It is recorded as a refund by the gateway, and the case is closed.");
    public string GatewayReference => In("Nomor di gerbang (boleh kosong)", "The gateway's number (optional)");
    public string RefundsWaiting => In("{0} pengembalian dana menunggu", "{0} refunds wait for a person");
    public string DisputesOpen => In("{0} sengketa terbuka", "{0} disputes are open");

    public string RefundStateName(RefundStatus status) => status switch
    {
        RefundStatus.Requested => In("diminta", "requested"),
        RefundStatus.Sent => In("diproses gerbang", "sent"),
        RefundStatus.Done => In("selesai", "done"),
        RefundStatus.Failed => In("gagal", "failed"),
        _ => In("tidak pasti", "unknown"),
    };

    public string RefundWayName(RefundWay way) => way switch
    {
        RefundWay.Hand => In("dengan tangan", "by hand"),
        RefundWay.Gateway => In("lewat gerbang", "by the gateway"),
        _ => In("simulasi", "simulated"),
    };
}
