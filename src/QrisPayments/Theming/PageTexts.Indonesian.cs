namespace QrisPayments.Theming;

internal sealed partial record PageTexts
{
    public static readonly PageTexts Indonesian = new()
    {
        Language = "id",
        OtherLanguage = "en",
        OtherLanguageName = "English",

        PageTitle = "Pembayaran {0}",
        Sandbox = "Mode uji coba – tanpa uang sungguhan.",
        Simulate = "Simulasikan pembayaran",
        Footer = "QRIS diterima dari semua aplikasi bank dan e-wallet di Indonesia.",
        PaymentId = "ID pembayaran",
        Offline = "Koneksi terputus. Mencoba menyambung lagi…",
        ReloadsByItself = "Halaman ini dimuat ulang setiap {0} detik.",
        Reload = "Muat ulang",

        Waiting = "Menunggu pembayaran",
        Total = "Total pembayaran",
        Copy = "Salin",
        CopyAmount = "Salin nominal",
        Copied = "Tersalin",
        LastDigitsAreCode = "{0} terakhir adalah kode unik – transfer tepat sampai rupiah terakhir agar langsung dikenali.",
        IncludesCode = "Sudah termasuk kode unik {0} – transfer tepat sampai rupiah terakhir agar langsung dikenali.",
        TypeAmount = "QR ini tidak memuat nominal: ketik tepat {0} di aplikasi Anda.",
        PayBefore = "Bayar sebelum {0}",
        TimeLeft = "Sisa waktu",
        OneMinuteLeft = "Sisa waktu satu menit.",
        QrLabel = "Kode QRIS untuk membayar {0}",
        Recipient = "Nama penerima",
        SaveQr = "Simpan gambar QR",
        SaveQrHint = "Membayar dengan HP ini? Simpan gambar QR, lalu pilih dari galeri di aplikasi Anda.",
        HowToPay = "Cara membayar",
        PhoneSteps =
        [
            "Simpan gambar QR ke HP Anda.",
            "Buka aplikasi bank atau e-wallet apa saja, lalu pilih QRIS atau Scan.",
            "Ketuk ikon galeri dan pilih gambar QR tadi.",
            "Pastikan nominalnya {0}, lalu bayar.",
        ],
        DeskSteps =
        [
            "Buka aplikasi bank atau e-wallet apa saja di HP Anda.",
            "Pilih QRIS atau Scan, lalu arahkan kamera ke kode ini.",
            "Pastikan nominalnya {0}, lalu bayar.",
        ],
        TurnsByItself = "Tetap di halaman ini: begitu uang masuk, halaman berubah sendiri.",
        Continue = "Lanjutkan pembayaran",
        ContinueHint = "Anda akan dibawa ke halaman penyedia pembayaran.",
        HavePaid = "Saya sudah bayar",
        HavePaidHint = "Sudah membayar, tetapi halaman ini belum berubah? Beri tahu toko agar diperiksa.",
        Cancel = "Batalkan pembayaran",
        CancelQuestion = "Yakin membatalkan? Jangan batalkan jika Anda sudah membayar.",
        CancelYes = "Ya, batalkan",
        NotPaidYet = "Ternyata belum membayar?",
        NotPaidYetHint = "QR Anda masih berlaku sampai {0}.",

        Order = "Rincian pesanan",
        OrderNumber = "Nomor pesanan",
        Price = "Harga",
        UniqueCode = "Kode unik",
        Fee = "Biaya layanan",
        Sum = "Total",

        PreparingTitle = "Menyiapkan pembayaran Anda",
        PreparingText = "Kode QRIS sedang dibuat. Biasanya hanya perlu beberapa detik.",
        BusyTitle = "Belum ada kode QRIS untuk Anda",
        BusyText = "Semua kode untuk harga ini sedang dipakai pembeli lain. Jangan bayar dulu: kode Anda muncul di halaman ini begitu ada "
            + "yang kosong, atau kembali ke toko dan coba lagi nanti.",
        ClosedTitle = "Pembayaran sedang tutup",
        ClosedText = "Saat ini pembayaran belum bisa diterima. Jangan bayar dulu: kode QRIS muncul di halaman ini begitu dibuka lagi, "
            + "atau kembali ke toko dan coba lagi nanti.",
        ReviewTitle = "Pembayaran sedang diperiksa",
        ReviewText = "Toko sedang mencocokkan pembayaran Anda. Halaman ini berubah sendiri setelah selesai – boleh juga ditutup "
            + "dan dibuka lagi nanti.",
        ReviewTip = "Simpan bukti bayar dari aplikasi bank atau e-wallet Anda.",
        PaidTitle = "Pembayaran berhasil",
        PaidText = "Terima kasih! {0} sudah menerima pembayaran Anda.",
        PaidAt = "Dibayar",
        Receipt = "Lihat struk",
        Refunded = "Dikembalikan {0}",
        BackTo = "Kembali ke {0}",
        ReturnsIn = "Anda dibawa kembali ke toko dalam {0} detik.",
        Stay = "Tetap di sini",
        ExpiredTitle = "Waktu pembayaran habis",
        ExpiredText = "Kode QRIS ini tidak berlaku lagi. Jangan bayar dengan gambar QR yang tersimpan; "
            + "kembali ke toko untuk membayar dengan kode baru.",
        ExpiredPaid = "Sudah terlanjur membayar? Jangan khawatir: simpan bukti bayarnya dan beri tahu toko.",
        CancelledTitle = "Pembayaran dibatalkan",
        CancelledText = "Tidak ada yang perlu dibayar lagi. Jangan gunakan gambar QR yang tersimpan.",
        ReplacedTitle = "Pesanan Anda sudah berubah",
        ReplacedText = "Kode QRIS ini untuk pesanan yang lama. Jangan bayar dengan kode ini; pembayaran yang baru sudah siap.",
        ReplacedContinue = "Ke pembayaran yang baru",
        FailedTitle = "Pembayaran belum bisa dibuat",
        FailedText = "Layanan pembayaran sedang terganggu, dan tidak ada uang yang terpotong. Kembali ke toko dan coba lagi sebentar lagi.",

        NotFoundTitle = "Pembayaran tidak ditemukan",
        NotFoundText = "Periksa lagi tautannya: mungkin terpotong saat disalin. Jika tetap begini, hubungi toko tempat Anda memesan.",
        ForbiddenTitle = "Halaman sudah tidak berlaku",
        ForbiddenText = "Permintaan tidak dijalankan karena formulirnya bukan dari halaman pembayaran ini. "
            + "Buka kembali halaman pembayaran, lalu coba lagi.",
        NoReceiptTitle = "Struk belum tersedia",
        NoReceiptText = "Struk muncul setelah pembayaran diterima.",
        BadFormTitle = "Permintaan tidak terbaca",
        BadFormText = "Buka kembali halaman pembayaran, lalu coba lagi.",
        TooManyTitle = "Mohon tunggu sebentar",
        TooManyText = "Pembayaran ini dibuka terlalu sering dalam waktu singkat. Tunggu beberapa detik, lalu muat ulang halaman.",
        UnavailableTitle = "Halaman pembayaran sedang tidak tersedia",
        UnavailableText = "Pembayaran Anda aman. Tunggu sebentar, lalu buka lagi halaman ini; jika sudah membayar, jangan membayar lagi.",
        ToPayment = "Ke halaman pembayaran",
    };
}
