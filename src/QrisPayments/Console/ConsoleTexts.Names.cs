using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Reviews;

namespace QrisPayments.Console;

internal sealed partial class ConsoleTexts
{
    public string RoleName(ConsoleRole role) => role switch
    {
        ConsoleRole.Owner => In("pemilik", "owner"),
        ConsoleRole.Operator => In("operator", "operator"),
        _ => In("pengamat", "viewer"),
    };

    public string StatusName(string status) => status switch
    {
        Statuses.Pending => In("menunggu", "pending"),
        Statuses.Paid => In("lunas", "paid"),
        Statuses.Expired => In("kedaluwarsa", "expired"),
        Statuses.Cancelled => In("dibatalkan", "cancelled"),
        Statuses.Failed => In("gagal", "failed"),
        AttemptStates.Creating => In("sedang dibuat", "creating"),
        AttemptStates.Open => In("terbuka", "open"),
        AttemptStates.Unknown => In("tidak pasti", "unknown"),
        AttemptStates.Rejected => In("ditolak", "rejected"),
        _ => status,
    };

    public string KindName(string kind) => kind switch
    {
        ReviewKinds.Late => In("Uang terlambat", "Late money"),
        ReviewKinds.Replaced => In("Uang untuk pesanan yang sudah berubah", "Money for a changed order"),
        ReviewKinds.PaidTwice => In("Dibayar dua kali", "Paid twice"),
        ReviewKinds.Ambiguous => In("Tidak jelas untuk siapa", "Ambiguous money"),
        ReviewKinds.Clock => In("Jam tidak cocok", "A clock is wrong"),
        ReviewKinds.Conflict => In("Laporan bertentangan", "Conflicting reports"),
        ReviewKinds.Claimed => In("Pelanggan mengaku sudah bayar", "Customer says it is paid"),
        ReviewKinds.Unmatched => UnmatchedMoney,
        ReviewKinds.Underpaid => In("Kurang bayar", "Paid too little"),
        ReviewKinds.Overpaid => In("Lebih bayar", "Paid too much"),
        ReviewKinds.Webhook => In("Laporan gateway tidak jelas", "Unclear report of a gateway"),
        ReviewKinds.Unconfirmed => In("Laporan lunas belum terbukti", "Reported as paid, not confirmed"),
        ReviewKinds.Unreadable => In("Baris mutasi tidak terbaca", "Unreadable row of a ledger"),
        ReviewKinds.Doubtful => In("Diragukan oleh gateway", "Doubted by the gateway"),
        ReviewKinds.Refund => In("Pengembalian dana menunggu tindakan", "Refund waiting for a person"),
        ReviewKinds.RefundFailed => In("Pengembalian ditolak gateway", "Refund refused by the gateway"),
        ReviewKinds.Dispute => In("Sengketa", "Dispute"),
        _ => kind,
    };

    public string KindHelp(string kind) => kind switch
    {
        ReviewKinds.Late =>
            In("Uang dikirim setelah waktu pembayaran habis atau dibatalkan. Terima jika pesanan masih bisa dipenuhi; "
                + "jika tidak, kembalikan uangnya.",
                "The money was sent after the payment had expired or was cancelled. Accept it if the order can still be filled; "
                + "otherwise send it back."),
        ReviewKinds.Replaced =>
            In("Pesanan berubah setelah pembayaran ini dibuat, dan pembayaran lain menggantikannya. Kembalikan uangnya, atau terima untuk "
                + "salah satu pembayaran, dan batalkan yang baru jika tidak perlu lagi.",
                "The order changed after this payment had been made, and another payment took its place. Send the money back, or accept it "
                + "for one of the payments, and cancel the new one if it is not needed any more."),
        ReviewKinds.PaidTwice =>
            In("Pembayaran ini sudah lunas, lalu total yang sama masuk lagi. Biasanya uang ini dikembalikan, atau untuk pesanan lain.",
                "This payment was paid, and its total came in once more. Usually the money is sent back, "
                + "or it was meant for another order."),
        ReviewKinds.Ambiguous =>
            In("Lebih dari satu pembayaran cocok dengan uang ini. Pilih yang benar.",
                "More than one payment fits this money. Choose the right one."),
        ReviewKinds.Clock =>
            In("Menurut waktunya, uang ini dikirim beberapa menit sebelum pembayarannya dibuat. Periksa jam server ini lebih dulu: "
                + "jika terlalu cepat, betulkan, lalu terima uangnya.",
                "By its time, this money was sent minutes before its payment was made. Check this server's clock first: "
                + "if it is fast, set it right, then accept the money."),
        ReviewKinds.Conflict =>
            In("Satu referensi dilaporkan dengan dua jumlah. Yang pertama dipertahankan, yang lain tidak pernah dihitung. "
                + "Cocokkan dengan mutasi bank.",
                "One reference was reported with two amounts. The first one stands, the other is never counted. "
                + "Compare with the bank's statement."),
        ReviewKinds.Claimed =>
            In("Pelanggan menekan \"Saya sudah bayar\", tetapi uangnya belum terlihat.",
                "The customer pressed \"I have paid\", but the money has not been seen."),
        ReviewKinds.Unmatched =>
            In("Uang ini masuk dengan jumlah yang tidak ditagih siapa pun.", "This money came with a total that no payment asks for."),
        ReviewKinds.Underpaid =>
            In("Menurut gateway, pelanggan membayar kurang dari totalnya. Terima jika itu cukup bagi Anda; jika tidak, kembalikan uangnya.",
                "The gateway says that less than the total was paid. Accept it if that is enough for you; otherwise send the money back."),
        ReviewKinds.Overpaid => In("Menurut gateway, pelanggan membayar lebih dari totalnya. Terima, lalu kembalikan kelebihannya.",
            "The gateway says that more than the total was paid. Accept it, and send the rest back."),
        ReviewKinds.Webhook =>
            In("Laporan ini asli, tetapi tidak bisa dipahami atau bertentangan dengan catatan di sini. "
                + "Periksa pembayarannya di dasbor gateway, lalu tulis apa yang Anda temukan.",
                "The report is genuine, but it cannot be understood or contradicts what is written here. "
                + "Look at the payment in the gateway's dashboard, and note what you find."),
        ReviewKinds.Unconfirmed =>
            In("Webhook yang asli mengatakan sudah dibayar, tetapi saat ditanya, gateway mengatakan belum. Belum ada yang dihitung. Periksa "
                + "dasbor gateway; kasus ini tertutup sendiri jika gateway kemudian mengonfirmasi.",
                "A genuine webhook says that it is paid; when it is asked, the gateway says that it is not. Nothing was counted. Look at the "
                + "gateway's dashboard; the case closes by itself once the gateway confirms it."),
        ReviewKinds.Unreadable =>
            In("Baris ini mungkin uang masuk, tetapi tidak bisa dibaca, jadi tidak dihitung. Cari di dasbor gateway; jika memang uang "
                + "masuk, laporkan lewat API atau terima pembayarannya dari kasus lain, lalu tulis apa yang Anda temukan.",
                "This row may be money that came in. It cannot be read, so it is not counted. Find it in the gateway's dashboard; if it is "
                + "money, report it through the API, and note what you find."),
        ReviewKinds.Doubtful =>
            In("Gateway menahan pembayaran ini karena ragu, misalnya dugaan penipuan. Putuskan di dasbor gateway; "
                + "jangan kirim barang sebelum jelas.",
                "The gateway holds this payment back, for instance because it suspects fraud. Decide in the gateway's dashboard, "
                + "and send nothing before that."),
        ReviewKinds.Refund =>
            In("Dana ini perlu dikembalikan. Transfer uangnya lalu masukkan nomor transfernya, atau tolak dengan alasan.",
                "This money is to go back. Send the transfer and enter its number, or refuse and say why."),
        ReviewKinds.RefundFailed =>
            In("Dananya tidak kembali. Transfer sendiri dan catat nomornya pada pembayaran, atau minta lagi ke gateway; lalu tutup kasus ini.",
                "The money did not go back. Send a transfer and enter its number on the payment, or ask the gateway again; then close this "
                + "case."),
        ReviewKinds.Dispute =>
            In("Menurut gateway, dana pembayaran ini sudah dikembalikan atau sedang ditarik kembali. Pembayaran tetap berstatus lunas. "
                + "Periksa dasbor gateway, lalu catat berapa yang kembali, atau tutup kasusnya.",
                "The gateway says that paid money went back or is being taken back. The payment stays paid. Look at the gateway's "
                + "dashboard, then record how much went back, or close the case."),
        _ => "",
    };

    public string OutcomeName(string outcome) => outcome switch
    {
        Outcomes.Matched => In("dihitung", "counted"),
        Outcomes.Unmatched => In("tak dikenal", "unmatched"),
        Outcomes.Review => In("diperiksa", "in review"),
        Outcomes.Ignored => In("tidak dihitung", "not counted"),
        _ => outcome,
    };

    public string ResolutionName(string resolution) => resolution switch
    {
        "accepted" => In("diterima", "accepted"),
        "dismissed" => In("diabaikan", "dismissed"),
        "refunded" => In("dikembalikan", "refunded"),
        "refund_refused" => In("pengembalian ditolak", "refund refused"),
        "refund_failed" => In("gateway menolak", "the gateway refused"),
        "superseded" => In("kabar yang lebih baru mencakupnya", "a newer word covers it"),
        "same_money" => In("uang yang sama sudah tercatat", "the same money was known already"),
        "money_arrived" => In("uangnya datang", "the money arrived"),
        _ => resolution,
    };

    public string EventName(string type) => type switch
    {
        PaymentEventTypes.Created => In("Pembayaran dibuat", "Payment created"),
        PaymentEventTypes.Opened => In("Siap dibayar", "Ready to be paid"),
        PaymentEventTypes.Paid => In("Lunas", "Paid"),
        PaymentEventTypes.Expired => In("Waktu habis", "Expired"),
        PaymentEventTypes.Cancelled => In("Dibatalkan", "Cancelled"),
        NewEvent.Replaced => In("Digantikan karena pesanan berubah", "Replaced because the order changed"),
        PaymentEventTypes.Failed => In("Gagal dibuka", "Could not be opened"),
        PaymentEventTypes.RefundRequested => In("Pengembalian dana diminta", "Refund requested"),
        PaymentEventTypes.Refunded => In("Dana dikembalikan", "Money refunded"),
        PaymentEventTypes.RefundFailed => In("Pengembalian dana gagal", "Refund failed"),
        PaymentEventTypes.Disputed => In("Disengketakan", "Disputed"),
        _ => type,
    };

    /// <summary>What a form did, by the code in the address; null for a code that we never send.</summary>
    public (string Text, bool IsGood)? Said(string code) => code switch
    {
        "accepted" => (In("Uang diterima, pembayaran lunas.", "The money is accepted and the payment is paid."), true),
        "dismissed" => (In("Kasus ditutup.", "The case is closed."), true),
        "refund_made" => (In("Pengembalian dana dicatat.", "The refund was recorded."), true),
        "refund_known" => (In("Transfer itu sudah dicatat; tidak ada yang ditambahkan.",
            "That transfer is recorded already; nothing was added."), true),
        "refund_reference_used" => (In("Nomor transfer itu sudah dicatat dengan jumlah lain. Tidak ada yang ditambahkan. Untuk transfer "
            + "lain, masukkan nomornya sendiri.",
            "The number of that transfer is recorded already, with another amount. Nothing was added. For another transfer, enter that "
            + "transfer's own number."), false),
        "refund_sent" => (In("Pengembalian dana selesai.", "The refund is done."), true),
        "refund_refused" => (In("Pengembalian dana ditolak; jumlahnya bisa dikembalikan lagi.",
            "The refund was refused; its amount can be refunded again."), true),
        "refund_too_much" => (In("Jumlah itu lebih dari yang masih bisa dikembalikan. Tidak ada yang dicatat.",
            "That is more than can still be refunded. Nothing was recorded."), false),
        "refund_amount" => (In("Tulis jumlahnya dalam rupiah bulat, hanya angka.",
            "Write the amount in whole rupiah, digits only."), false),
        "refund_reason" => (In("Tulis alasannya, paling banyak 200 karakter.", "Give a reason, at most 200 characters."), false),
        "refund_reference" => (In("Masukkan nomornya, paling banyak 100 karakter.", "Enter the number, at most 100 characters."), false),
        "too_many_refunds" => (In("Pembayaran ini sudah punya 100 pengembalian; lebih dari itu tidak bisa.",
            "This payment has 100 refunds already, and cannot have more."), false),
        "refund_on_its_way" => (In("Gateway mungkin sedang mengembalikan dana ini, jadi belum bisa diputuskan. Coba lagi nanti.",
            "The gateway may be giving this money back, so it cannot be decided yet. Try again later."), false),
        "refund_is_another" => (In("Nomor itu milik pengembalian lain yang sudah tercatat. Tidak ada yang berubah.",
            "That number belongs to another refund that is in the books. Nothing was changed."), false),
        "refund_same" => (In("Dicatat sebagai pengembalian yang sama.", "Noted as the same refund."), true),
        "not_paid" => (In("Pembayaran ini belum lunas.", "This payment is not paid."), false),
        "is_refund" => (In("Pengembalian dana hanya bisa diselesaikan dengan nomornya, atau ditolak.",
            "A refund is completed with its number, or refused."), false),
        "refunded" => (In("Dicatat sebagai dikembalikan.", "Noted as refunded."), true),
        "late" => (In("Sudah diputuskan lebih dulu. Tidak ada yang berubah.", "This was already decided. Nothing was changed."), false),
        "remark_missing" =>
            (In("Tulis catatan dulu: tanpa alasan, kasus tidak ditutup.", "Write a note first: without a reason the case stays open."),
                false),
        "payment_unknown" => (In("Pembayaran itu tidak ada. Periksa ID-nya.", "There is no such payment. Check its ID."), false),
        "payment_paid" =>
            (In("Pembayaran itu sudah lunas. Uang kedua tidak pernah dihitung untuknya.",
                "That payment is paid already. No second money is ever counted for it."), false),
        "never_opened" =>
            (In("Pembayaran itu tidak pernah bisa dibayar, jadi uang ini bukan untuknya.",
                "That payment could never be paid, so this money is not for it."), false),
        "no_money" => (In("Kasus ini tidak berisi uang yang bisa dihitung.", "This case holds no money that could be counted."), false),
        "amount_differs" =>
            (In("Jumlahnya berbeda dari total pembayaran. Centang kotaknya jika memang boleh.",
                "The amount is not the payment's total. Tick the box if that is meant to be."), false),
        "account_differs" =>
            (In("Uang ini masuk ke akun lain daripada yang diminta. Centang kotaknya jika memang untuk pembayaran itu.",
                "The money came to another account than it was asked for on. Tick the box if it is meant for that payment."), false),
        "returned" => (In("Uang ini sudah dikembalikan, jadi tidak bisa melunasi pembayaran.",
            "This money was sent back, so it cannot pay a payment."), false),
        "simulated" => (In("Uang simulasi tidak pernah melunasi pembayaran sungguhan.", "Simulated money never pays a real payment."),
            false),
        "replayed" => (In("Webhook ini segera dibaca ulang. Muat ulang halaman untuk melihat hasilnya.",
            "The webhook is read again in a moment. Reload the page to see what came of it."), true),
        "at_work" => (In("Webhook ini masih dikerjakan. Tunggu sebentar.", "This webhook is still being worked on. Wait a moment."), false),
        "enabled" => (In("Plugin dinyalakan.", "The plugin is on."), true),
        "disabled" => (In("Plugin dimatikan.", "The plugin is off."), true),
        "confirm_disable" =>
            (In("Masih ada pembayaran terbuka. Centang kotaknya untuk tetap mematikan.",
                "Payments are still open there. Tick the box to switch it off all the same."), false),
        "reset" => (In("Plugin boleh dicoba lagi.", "The plugin may be asked again."), true),
        "moved" => (In("Urutan disimpan.", "The order is saved."), true),
        "reloaded" => (In("Folder dan pengaturan sudah diperiksa ulang.", "Folders and settings have been looked at again."), true),
        "saved" => (In("Pengaturan disimpan.", "The settings are saved."), true),
        "removed" => (In("Akun dihapus.", "The account is removed."), true),
        "overtaken" => (In("Orang lain menyimpan lebih dulu. Isian Anda tidak disimpan; inilah keadaannya sekarang.",
            "Someone else saved first. What you entered was not stored; this is how it stands now."), false),
        "confirm_needed" => (In("Centang kotak persetujuannya dulu.", "Tick the box to confirm first."), false),
        "test_amount" =>
            (In("Nominal uji harus rupiah bulat yang masih diizinkan.",
                "The amount of a test must be whole rupiah within the shop's limit."), false),
        "account_name" =>
            (In("Nama akun: huruf kecil, angka, dan tanda hubung, paling banyak 40.",
                "An account's name is lower-case letters, digits and hyphens, at most 40."), false),
        _ => null,
    };
}
