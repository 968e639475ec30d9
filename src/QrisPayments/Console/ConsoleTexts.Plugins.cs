using QrisPayments.Plugins;

namespace QrisPayments.Console;

internal sealed partial class ConsoleTexts
{
    public string LookAgain => In("Cari perubahan", "Look for changes");
    public string LookAgainHint =>
        In("Plugin dipasang dengan menaruh foldernya; host melihatnya sendiri dalam beberapa detik.",
            "A plugin is installed by putting its folder in place; the host notices within seconds.");
    public string NoPlugins =>
        In("Belum ada plugin. Taruh foldernya di folder plugin.", "No plugins yet. Put one's folder into the plugin folder.");
    public string MoveUp => In("Naikkan {0}", "Move {0} up");
    public string MoveDown => In("Turunkan {0}", "Move {0} down");
    public string OrderHint => In("Yang teratas dicoba lebih dulu.", "The one at the top is tried first.");
    public string RefusedBecause => In("Ditolak karena", "Refused because");
    public string Version => In("Versi", "Version");
    public string Author => In("Pembuat", "Author");
    public string Website => In("Situs", "Website");
    public string Documentation => In("Dokumentasi", "Documentation");
    public string Contract => In("Kontrak", "Contract");
    public string Folder => In("Folder", "Folder");
    public string Fingerprint => In("Sidik jari", "Fingerprint");
    public string Brings => In("Yang dibawa", "What it brings");
    public string BringsNothing => In("Belum diketahui: plugin ini tidak berjalan.", "Not known: the plugin does not run.");
    public string GatewayPart => In("Gerbang pembayaran", "Payment gateway");
    public string FilterPart => In("Penyaring", "Filter");
    public string HandlerPart => In("Penangan", "Handler");
    public string PlaceInOrder => In("urutan {0}", "order {0}");
    public string OpensLocally => In("membuat QR tanpa jaringan", "makes the QR without a network");
    public string NeedsUniqueAmount => In("mengenali dari total unik", "recognises by the unique total");
    public string QueriesStatus => In("menanyakan status", "asks for the status");
    public string Cancels => In("membatalkan", "cancels");
    public string ReceivesWebhooks => In("menerima webhook", "receives webhooks");
    public string ReadsLedger => In("membaca mutasi", "reads the ledger");
    public string Accounts => In("Akun", "Accounts");
    public string NoAccounts => In("Belum ada akun: plugin ini belum diatur.", "No account yet: the plugin is not set up.");
    public string AccountReady => In("siap", "ready");
    public string AccountOff => In("mati", "off");
    public string AccountFaulty => In("pengaturan salah", "wrong settings");
    public string AccountFailed => In("plugin gagal", "plugin failed");
    public string SettingsOnly => In("pengaturan saja", "settings only");
    public string SwitchOn => In("Nyalakan", "Switch on");
    public string SwitchOff => In("Matikan", "Switch off");
    public string SwitchOffText => In("Pembayaran baru tidak lagi memakai plugin ini.", "New payments no longer use this plugin.");
    public string SwitchOffOpen(long count) =>
        Count(count, "{0} upaya masih terbuka di sini.", "{0} attempt is still open here.", "{0} attempts are still open here.") + " "
            + In("Selama dimatikan, webhook dan pengecekan status berhenti; uang yang datang baru terlihat setelah dinyalakan lagi.",
                "While it is off, webhooks and polling stop; money that arrives is seen only once it is on again.");
    public string SwitchOffConfirm => In("Saya mengerti, matikan saja", "I understand, switch it off");
    public string OnlyOwners => In("Hanya pemilik yang bisa mengubah plugin.", "Only owners can change plugins.");
    public string Limits => In("Batas", "Limits");

    public string Health => In("Kesehatan", "Health");
    public string NoFaults => In("Tidak ada galat baru-baru ini di server ini.", "No faults lately on this node.");
    public string AskedAgain => In("dicoba lagi {0}", "asked again {0}");
    public string CallsGivenUp(long count) =>
        Count(count, "{0} panggilan tidak pernah selesai", "{0} call never ended", "{0} calls never ended");
    public string LastFaults => In("Galat terakhir", "Last faults");
    public string UnhealthyPlugin => In("Plugin {0} bermasalah", "Plugin {0} is in trouble");
    public string TryAgain => In("Coba lagi sekarang", "Try again now");

    public string ConditionName(PluginCondition condition) => condition switch
    {
        PluginCondition.Healthy => In("sehat", "healthy"),
        PluginCondition.Failing => In("ada galat", "failing"),
        _ => In("diistirahatkan", "left alone"),
    };

    public string StateName(PluginState state) => state switch
    {
        PluginState.Running => In("menyala", "on"),
        PluginState.Disabled => In("mati", "off"),
        _ => In("ditolak", "refused"),
    };
}
