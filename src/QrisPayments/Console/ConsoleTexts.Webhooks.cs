using QrisPayments.Gateways;

namespace QrisPayments.Console;

internal sealed partial class ConsoleTexts
{
    public string Webhooks => In("Webhook masuk", "Webhooks received");
    public string WebhooksLead =>
        In("Laporan dari gateway; rahasianya disamarkan. Dari yang pengirimnya tidak terbukti hanya awalnya yang disimpan, selama sehari.",
            "What gateways report; secrets are masked. Of what does not prove its sender only the beginning is kept, for a day.");
    public string AllWebhooks => In("Semua", "All");
    public string UnclearWebhooks => In("Perlu dilihat", "To be looked at");
    public string ForgedWebhooks => In("Palsu", "Forged");
    public string NoWebhooks => In("Belum ada.", "None yet.");
    public string ReadWebhook => In("Baca webhook-nya", "Read the webhook");
    public string TheWebhook => In("Webhook", "The webhook");
    public string ReceivedAt => In("Diterima", "Received");
    public string ReceivedTimes => In("{0} kali", "{0} times");
    public string ReplayedAt => In("Dibaca ulang", "Read again");
    public string Verification => In("Verifikasi", "Verification");
    public string Reason => In("Alasan", "Reason");
    public string Headers => In("Header", "Headers");
    public string AddressQuery => In("Kueri alamat", "Query of the address");
    public string PathKey => In("Kunci di alamat", "Key in the address");
    public string Content => In("Isi", "Body");
    public string ContentIsCut => In("Hanya awalnya yang ditampilkan.", "Only the beginning is shown.");
    public string ContentForOperators =>
        In("Isi dan header dapat memuat nama pembayar atau kunci, jadi hanya operator yang bisa membacanya.",
            "Body and headers may name the payer or hold a key, so only operators can read them.");
    public string ContentInBytes => In("Isinya bukan teks; ini base64.", "The body is no text; this is base64.");
    public string Replay => In("Baca ulang", "Read again");
    public string ReplayText => In(
        "Yang dulu tidak dianggap asli diverifikasi lagi dengan plugin dan pengaturan sekarang, misalnya setelah rahasia diperbaiki. "
        + "Yang asli diterapkan lagi; uangnya tidak dihitung dua kali.",
        "What was not taken for genuine is verified again by the plugin and settings of now, for instance after a secret was mended. "
        + "What was genuine is applied again; its money is not counted twice.");
    public string ReplayCut =>
        In("Hanya awal webhook ini yang disimpan, jadi tidak bisa dibaca ulang. Minta gateway mengirimnya lagi.",
            "Only the beginning of this webhook was kept, so it cannot be read again. Have the gateway send it once more.");
    public string CasesOfWebhook => In("Kasus", "Cases");

    public string WebhookState(string state, string? verdict) => state switch
    {
        WebhookStates.Received => In("menunggu verifikasi", "to be verified"),
        WebhookStates.Verified => In("sedang diterapkan", "being applied"),
        WebhookStates.Applied => In("diterapkan", "applied"),
        WebhookStates.Dead => In("tidak dapat diterapkan", "not applied"),
        _ => VerdictName(verdict),
    };

    public string VerdictName(string? verdict) => verdict switch
    {
        WebhookVerdicts.Genuine => In("asli", "genuine"),
        WebhookVerdicts.Forged => In("palsu", "forged"),
        WebhookVerdicts.Malformed => In("tidak terbaca", "unreadable"),
        WebhookVerdicts.Hint => In("pengirim tidak terbukti", "sender not proven"),
        _ => "–",
    };
}
