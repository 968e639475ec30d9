using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Settings;

namespace QrisPayments.Console;

internal sealed partial class ConsoleTexts
{
    public string Settings => In("Pengaturan", "Settings");
    public string SettingsOf => In("Atur akun", "Set up");
    public string NoSettings => In("Plugin ini tidak punya pengaturan sendiri.", "This plugin has no settings of its own.");
    public string Routing => In("Kapan ditawarkan", "When it is offered");
    public string Save => In("Simpan", "Save");
    public string Required => In("wajib", "required");
    public string SecretSet => In("tersimpan", "set");
    public string SecretNotSet => In("belum ada", "not set");
    public string SecretKeep => In("Kosongkan untuk mempertahankan", "Leave empty to keep it");
    public string SecretClear => In("Hapus yang tersimpan", "Remove what is stored");
    public string LockedBy => In("Ditentukan oleh konfigurasi: {0}", "Set by configuration: {0}");
    public string DefaultIs => In("Bawaan: {0}", "Default: {0}");
    public string OnePerLine => In("Satu per baris.", "One per line.");
    public string NotSaved => In("Belum disimpan: ada yang perlu diperbaiki.", "Not saved: something needs mending.");
    public string FaultsNow => In("Akun ini tidak bisa dipakai karena:", "This account cannot be used because:");
    public string AddAccount => In("Tambah akun", "Add an account");
    public string AddAccountHint =>
        In("Untuk rekening kedua di gerbang yang sama. Huruf kecil, angka, dan tanda hubung.",
            "For a second merchant account at the same gateway. Lower-case letters, digits and hyphens.");
    public string AccountName => In("Nama akun", "Account name");
    public string RemoveAccount => In("Hapus akun", "Remove this account");
    public string RemoveAccountText =>
        In("Pengaturan dan rahasia yang disimpan konsol dihapus. Yang ada di konfigurasi tetap berlaku.",
            "What the console stored, secrets included, is deleted. What stands in configuration stays.");
    public string RemoveAccountOpen(long count) => Count(count, "{0} upaya masih terbuka di akun ini.",
        "{0} attempt is still open on this account.", "{0} attempts are still open on this account.");
    public string RemoveConfirm => In("Ya, hapus pengaturannya", "Yes, delete its settings");
    public string Schema => In("Unduh skema JSON", "Download the JSON schema");
    public string TestTitle => In("Panggilan uji", "Test call");
    public string TestText =>
        In("Meminta akun ini membuka nominal kecil, lalu menunjukkan jawaban dan lamanya. Tidak ada pembayaran yang dicatat, "
            + "dan QR-nya tidak ditampilkan.",
            "Asks this account to open a small amount, and shows the answer and how long it took. No payment is recorded, "
            + "and the QR is not shown.");
    public string TestReal =>
        In("Gerbang ini dihubungi lewat jaringan: kecuali akunnya akun sandbox, "
            + "ini transaksi sungguhan di sana dan terbuka sampai waktunya habis.",
            "This gateway is reached over a network: unless the account is a sandbox account, this is a real transaction there, "
            + "open until its time runs out.");
    public string TestLocal => In("QR dibuat di sini; tidak ada yang dihubungi.", "The QR is made here; no gateway is contacted.");
    public string TestConfirm => In("Saya mengerti, jalankan", "I understand, run it");
    public string TestRun => In("Jalankan uji", "Run the test");
    public string TestOpened => In("Berhasil dibuka:", "Opened:");
    public string TestRejected => In("Ditolak:", "Rejected:");
    public string TestUnknown => In("Tidak pasti:", "Unknown:");
    public string TestNoTotalFree => In(
        "Tidak dijalankan: semua total di dekat jumlah ini sedang dipakai pembayaran lain. Pilih jumlah lain.",
        "Not run: payments hold every total near this amount. Choose another amount.");

    public string TestNotAsked => In(
        "Tidak dijalankan: server sedang sibuk. Coba lagi sebentar lagi.", "Not run: the server is busy. Try again in a moment.");

    /// <summary>Our own fields in the visitor's language; a plugin's are as its author wrote them.</summary>
    public SettingsField Translate(SettingsField field)
    {
        if (Language == "en") return field;
        return field.Name switch
        {
            $"{RoutingSettings.Section}:{nameof(RoutingSettings.Enabled)}" =>
                field with
                {
                    Label = "Ditawarkan", Description = "Mati: tidak ada pembayaran baru di sini. Yang sudah terbuka berjalan terus.",
                },
            $"{RoutingSettings.Section}:{nameof(RoutingSettings.Position)}" =>
                field with { Label = "Urutan", Description = "Di antara akun plugin ini; yang terkecil dicoba lebih dulu." },
            $"{RoutingSettings.Section}:{nameof(RoutingSettings.MinAmount)}" =>
                field with { Label = "Nominal terkecil", Description = "Rupiah bulat." },
            $"{RoutingSettings.Section}:{nameof(RoutingSettings.MaxAmount)}" =>
                field with { Label = "Nominal terbesar", Description = "Rupiah bulat." },
            $"{RoutingSettings.Section}:{nameof(RoutingSettings.MaxFeePercent)}" =>
                field with
                {
                    Label = "Biaya tertinggi dalam persen",
                    Description = "Berapa banyak di atas nominal yang boleh diminta gateway dari pelanggan, di samping kode unik "
                        + "sampai 999. Total yang lebih tinggi ditolak, karena lebih mungkin kekeliruan daripada biaya.",
                },
            $"{RoutingSettings.Section}:{nameof(RoutingSettings.Hours)}" =>
                field with
                {
                    Label = "Jam",
                    Description = "Kapan pembayaran baru dibuka di sini, dalam WIB; boleh melewati tengah malam. Kosong: selalu.",
                },
            _ => field,
        };
    }
}
