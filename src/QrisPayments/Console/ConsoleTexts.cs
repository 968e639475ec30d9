using QrisPayments.Payments;

namespace QrisPayments.Console;

/// <summary>
/// Every word of the console, in both languages side by side: the console is ours, not the theme's. <c>{0}</c> stands where
/// the page puts an amount, a number or a name.
/// </summary>
internal sealed partial class ConsoleTexts
{
    public static readonly ConsoleTexts Indonesian = new("id");
    public static readonly ConsoleTexts English = new("en");

    private ConsoleTexts(string language) => Language = language;

    public string Language { get; }

    public string OtherLanguage => In("en", "id");

    public static ConsoleTexts For(string language) => language == "en" ? English : Indonesian;

    private string In(string indonesian, string english) => Language == "en" ? english : indonesian;

    /// <summary>A number of things. Indonesian has one form for all numbers, English another for one.</summary>
    private string Count(long count, string indonesian, string one, string many) =>
        NoticePages.Fill(In(indonesian, count == 1 ? one : many), Rupiah.Digits(count));

    // Frame
    public string OtherLanguageName => In("English", "Bahasa Indonesia");
    public string Console => In("Konsol pembayaran", "Payment console");
    public string Skip => In("Langsung ke isi", "Skip to content");
    public string Sandbox => In("Mode uji coba – tanpa uang sungguhan.", "Sandbox – no real money moves.");
    public string Overview => In("Ringkasan", "Overview");
    public string Payments => In("Pembayaran", "Payments");
    public string Money => In("Perlu dicek", "To review");
    public string Plugins => In("Plugin gerbang", "Plugins");
    public string PluginsShort => In("Plugin", "Plugins");
    public string SignedInAs => In("Masuk sebagai", "Signed in as");
    public string Next => In("Berikutnya", "Next page");
    public string Back => In("Kembali ke konsol", "Back to the console");
    public string Yes => In("Ya", "Yes");
    public string All => In("Semua", "All");

    // Overview
    public string PaidToday => In("Dibayar hari ini", "Paid today");
    public string PaidTodayHint(long count) =>
        Count(count, "{0} pembayaran sejak tengah malam WIB", "{0} payment since midnight WIB", "{0} payments since midnight WIB");
    public string OpenCases => In("Kasus terbuka", "Open cases");
    public string OpenCasesHint => In("Menunggu keputusan seseorang", "Waiting for a decision");
    public string UnmatchedMoney => In("Uang tak dikenal", "Unmatched money");
    public string UnmatchedHint => In("{0} masuk tanpa tagihan yang cocok", "{0} came without a matching payment");
    public string Waiting => In("Sedang ditunggu", "Waiting now");
    public string WaitingHint => In("Pembayaran yang masih bisa dibayar", "Payments that can still be paid");
    public string NeedsAttention => In("Perlu perhatian", "Needs attention");
    public string AllWell => In("Semua berjalan baik.", "All is well.");
    public string RefusedPlugin => In("Plugin {0} ditolak", "Plugin {0} is refused");
    public string UnhealthyAccount => In("Akun {0} tidak bisa dipakai", "Account {0} cannot be used");
    public string DeadCallbacks(long count) =>
        Count(count, "{0} callback tidak pernah diterima", "{0} callback was never accepted", "{0} callbacks were never accepted");
    public string LatestPayments => In("Pembayaran terbaru", "Latest payments");
    public string SeeAll => In("Lihat semua", "See all");
    public string NoPayments => In("Belum ada pembayaran.", "No payments yet.");

    // Payments
    public string Search => In("Cari", "Search");
    public string SearchHint => In("Nomor pesanan, ID, referensi, atau total", "Order number, ID, reference or total");
    public string Status => In("Status", "Status");
    public string Provider => In("Gerbang", "Provider");
    public string Filter => In("Tampilkan", "Show");
    public string Clear => In("Hapus saringan", "Clear filters");
    public string NothingFound => In("Tidak ada pembayaran yang cocok.", "No payment fits.");
    public string Order => In("Pesanan", "Order");
    public string Total => In("Total", "Total");
    public string When => In("Waktu", "Time");
    public string Amount => In("Jumlah", "Amount");
    public string UniqueCode => In("Kode unik", "Unique code");
    public string Fee => In("Biaya layanan", "Fee");
    public string Received => In("Diterima", "Received");
    public string LateTag => In("terlambat", "late");
    public string PaymentId => In("ID pembayaran", "Payment ID");
    public string Replaces => In("Menggantikan", "Takes the place of");
    public string ReplacedBy => In("Digantikan oleh", "Replaced by");
    public string OrderChanged => In("Pesanan berubah; pembayaran lain menggantikan yang ini.",
        "The order changed; another payment took the place of this one.");
    public string OtherPaymentLink => In("Lihat pembayaran itu", "See that payment");
    public string App => In("Aplikasi", "App");
    public string Shop => In("toko ini sendiri", "the shop itself");
    public string Method => In("Metode", "Method");
    public string Created => In("Dibuat", "Created");
    public string Expires => In("Berlaku sampai", "Valid until");
    public string PaidAt => In("Dibayar", "Paid");
    public string Description => In("Keterangan", "Description");
    public string Callback => In("Alamat callback", "Callback address");
    public string Details => In("Rincian", "Details");
    public string Customer => In("Pelanggan", "Customer");
    public string Name => In("Nama", "Name");
    public string Email => In("Surel", "E-mail");
    public string Phone => In("Telepon", "Phone");
    public string Items => In("Barang", "Items");
    public string Attempts => In("Upaya", "Attempts");
    public string NoAttempts => In("Belum ada upaya yang dibuka.", "No attempt has been opened yet.");
    public string Reference => In("Referensi gerbang", "Provider reference");
    public string Account => In("Akun", "Account");
    public string HeldUntil => In("Total ditahan sampai", "Total held until");
    public string Error => In("Galat", "Error");
    public string Unreadable => In("Jawaban gateway tidak terbaca", "Unreadable answer of the gateway");
    public string TimelineTitle => In("Riwayat", "Timeline");
    public string Tries(long count) => Count(count, "{0} percobaan", "{0} try", "{0} tries");
    public string OpenCheckout => In("Buka halaman bayar", "Open the checkout page");
    public string LookAtCase => In("Lihat kasus", "Look at the case");
    public string MoneySeen => In("{0} terlihat masuk", "{0} was seen");
    public string CaseOpened => In("Kasus dibuka: {0}", "Case opened: {0}");
    public string CaseResolved => In("Kasus selesai: {0}", "Case resolved: {0}");
    public string By => In("oleh", "by");
    public string HandlerTold => In("Toko diberi tahu", "The shop was told");
    public string CallbackSent => In("Callback dikirim", "Callback");
    public string AttemptOrdered => In("Upaya dipesan", "Attempt ordered");
    public string DeliveryDone => In("terkirim", "delivered");
    public string DeliveryDead => In("menyerah", "given up");
    public string DeliveryDue => In("menunggu", "waiting");

    // Cases and money
    public string CasesTab => In("Kasus", "Cases");
    public string UnmatchedTab => In("Tak dikenal", "Unmatched");
    public string ResolvedTab => In("Selesai", "Resolved");
    public string NoCases => In("Tidak ada kasus terbuka. Semua uang sudah jelas.", "No open cases. All money is accounted for.");
    public string NoUnmatched => In("Tidak ada uang tak dikenal.", "No unmatched money.");
    public string NoResolved => In("Belum ada yang diputuskan.", "Nothing has been decided yet.");
    public string Since => In("sejak", "since");
    public string TheMoney => In("Uangnya", "The money");
    public string ThePayment => In("Pembayarannya", "The payment");
    public string Source => In("Sumber", "Source");
    public string SentAt => In("Waktu uang", "Sent");
    public string SentBackAt => In("Dikembalikan", "Sent back");
    public string HeardAt => In("Dilaporkan", "Reported");
    public string BankReference => In("Referensi", "Reference");
    public string Contradicts => In("Juga dilaporkan sebagai", "Also reported as");
    public string Twins => In("Uang lain dengan jumlah yang sama pada waktu berdekatan", "Other money of this amount at nearly this time");

    public string TwinsHelp => In("Mungkin uang yang sama, diberitakan oleh sumber lain. Bandingkan sebelum menerima: uang yang sama tidak "
        + "boleh melunasi dua pembayaran.",
        "It may be the same money, told by another source. Compare before you accept: the same money must not pay for two payments.");

    public string SameMoney => In("uang yang sama", "same money");

    public string SameOrder => In("Pembayaran lain untuk pesanan ini", "Other payments of this order");
    public string OrderPaidAlready =>
        In("Hati-hati: pesanan ini sudah dibayar lewat pembayaran lain.", "Careful: this order has been paid by another payment already.");
    public string Decide => In("Keputusan", "Decide");
    public string Accept => In("Terima uang ini", "Accept this money");
    public string AcceptText =>
        In("Pembayaran menjadi lunas dengan uang ini, dan toko diberi tahu. Tidak bisa dibatalkan.",
            "The payment becomes paid by this money, and the shop is told. This cannot be undone.");
    public string ForWhich => In("Untuk pembayaran mana?", "For which payment?");
    public string OtherPayment => In("ID pembayaran lain", "Another payment's ID");
    public string AmountDiffersConfirm =>
        In("Jumlah atau akun uang boleh berbeda dari yang diminta", "The money's amount or account may differ from what was asked for");
    public string Difference => In("selisih {0}", "differs by {0}");
    public string PutAside => In("Tutup tanpa menghitung", "Close without counting it");
    public string PutAsideText =>
        In("Tidak ada pembayaran yang menjadi lunas. Tulis alasannya untuk pembukuan.", "No payment becomes paid. Say why, for the books.");
    public string Remark => In("Catatan", "Note");
    public string RemarkOptional => In("Catatan (boleh kosong)", "Note (optional)");
    public string Dismiss => In("Abaikan", "Dismiss");
    public string Refund => In("Sudah dikembalikan", "Was refunded");
    public string OnlyOperators => In("Hanya operator yang bisa memutuskan.", "Only operators can decide.");
    public string DecidedBy => In("Diputuskan oleh", "Decided by");
    public string Decided => In("Sudah diputuskan", "Decided");
    public string ClaimedHelp =>
        In("Cari uangnya di bawah atau di mutasi bank. Jika ketemu, buka uang itu dan hubungkan.",
            "Look for the money below or in the bank's statement. If it is there, open it and link it.");
    public string PossibleMoney => In("Uang yang mungkin dimaksud", "Money that may be it");
    public string NoPossibleMoney =>
        In("Tidak ada uang tak dikenal yang mirip di akun ini.", "There is no similar unmatched money on this account.");
    public string Link => In("Buka dan hubungkan", "Open and link");
}
