namespace QrisPayments.Console;

internal sealed partial class ConsoleTexts
{
    public string NotFoundTitle => In("Halaman tidak ditemukan", "Page not found");
    public string NotFoundText =>
        In("Alamat ini tidak ada di konsol, atau isinya sudah tidak ada.",
            "This address is not part of the console, or what it showed is no longer there.");
    public string RefusedTitle => In("Anda tidak punya akses", "You have no access");
    public string RefusedText =>
        In("Untuk ini dibutuhkan peran {0}. Mintalah kepada pemilik toko, atau masuk dengan akun lain.",
            "This takes the role {0}. Ask the shop's owner, or sign in with another account.");
    public string NobodyTitle => In("Belum ada yang diizinkan", "Nobody is allowed yet");
    public string NobodyText =>
        In("Toko belum menentukan siapa yang boleh. Isi pengaturan {0} dengan nama kebijakan otorisasi toko.",
            "The shop has not said who may. Set {0} to the name of one of the shop's authorization policies.");
    public string LinkHint => In(
        "Dalam mode Development, konsol dibuka dengan tautan sekali pakai yang dicetak toko saat dimulai. Cari tautan itu di keluaran "
        + "start yang terakhir; setiap start mencetak tautan baru.",
        "In Development the console opens with the one-time link that the shop prints when it starts. Look for it in the output of the "
        + "latest start; each start prints a new one.");
    public string LinkOverTitle => In("Tautan ini sudah tidak berlaku", "This link is no longer valid");
    public string LinkOverText =>
        In("Tautan berlaku satu kali, paling lama satu jam.", "A link works once, and for one hour at most.");
    public string LinkWrongTitle => In("Tautan ini tidak benar", "This link is not valid");
    public string OpenTitle => In("Buka konsol di peramban ini?", "Open the console in this browser?");
    public string OpenText => In(
        "Setelah itu peramban ini bisa mengubah semuanya selama 12 jam, dan tautannya habis terpakai.",
        "This browser can then change everything for 12 hours, and the link is used up.");
    public string OpenButton => In("Buka konsol", "Open the console");
    public string StaleFormTitle => In("Formulir sudah tidak berlaku", "The form is no longer valid");
    public string StaleFormText =>
        In("Tidak ada yang disimpan. Mungkin Anda masuk ulang, atau halaman dibuka terlalu lama. Buka halamannya lagi, lalu ulangi.",
            "Nothing was saved. You may have signed in again, or the page was open for too long. Open the page again and repeat.");
    public string UnavailableTitle => In("Basis data sedang bermasalah", "The database has a problem");
    public string DatabaseBusyText => In("Basis data sedang sibuk. Coba lagi.", "The database is busy. Try again.");
    public string DatabaseAwayText => In(
        "Basis data tidak dapat dihubungi. Log toko menyebutkan sebabnya. Coba lagi sebentar lagi; tidak perlu memulai ulang.",
        "The database cannot be reached. The shop's log names the cause. Try again in a moment; no restart is needed.");
    public string DatabaseReadOnlyText => In(
        "Basis data tidak menerima perubahan. Log toko menyebutkan sebabnya.",
        "The database takes no changes. The shop's log names the cause.");
    public string DatabaseRefusedText => In(
        "Basis data menolak hak akses atau tabel yang diperlukan. Log toko menyebutkan yang mana dan cara memperbaikinya.",
        "The database refuses a right or a table that is needed. The shop's log names it and the remedy.");
    public string DatabaseFullText => In(
        "Basis data penuh. Kosongkan sedikit ruang pada disk.",
        "The database is full. Free some space on its disk.");
    public string BadFormTitle => In("Formulir tidak terbaca", "The form cannot be read");
    public string BadFormText =>
        In("Tidak ada yang disimpan. Isinya rusak atau terlalu besar. Buka halamannya lagi, lalu ulangi.",
            "Nothing was saved. Its content is damaged or too large. Open the page again and repeat.");
    public string TooManyTitle => In("Mohon tunggu sebentar", "Please wait a moment");
    public string TooManyText =>
        In("Terlalu banyak permintaan dalam waktu singkat. Tidak ada yang disimpan. Tunggu beberapa detik, lalu ulangi.",
            "Too many requests in a short time. Nothing was saved. Wait a few seconds, then repeat.");
    public string SignInTitle => In("Anda belum masuk", "You are not signed in");
    public string SignInText =>
        In("Masuk dulu di toko ini, lalu buka halamannya lagi.", "Sign in to this shop first, then open the page again.");
    public string HttpsTitle => In("Buka lewat https", "Open it over https");
    public string HttpsText =>
        In("Toko ini hanya mengizinkan formulir lewat https. Buka alamat yang sama dengan https://.",
            "This shop allows forms over https only. Open the same address with https://.");
}
