using DemoStore.Languages;

namespace DemoStore.Catalogue;

/// <summary>All that the shop sells. What a thing costs is read here and nowhere else.</summary>
internal static class Shelf
{
    public static IReadOnlyList<Product> Products { get; } =
    [
        new("tempe-daun-jeruk", 24_000, "turmeric",
            new("Keripik Tempe Daun Jeruk", "Tempe Chips with Lime Leaf"),
            new("Tipis, gurih, wangi daun jeruk.", "Paper-thin, savoury, scented with lime leaf."),
            new("Tempe Sanan diiris setipis kartu, dicelup adonan bawang, ketumbar dan kencur, lalu digoreng dua kali supaya kriuknya "
                + "tahan sampai gigitan terakhir. Daun jeruknya kami goreng utuh, jangan disisihkan.",
                "Tempe from Sanan, sliced as thin as a playing card, dipped in garlic, coriander and galangal batter and fried twice so "
                    + "that the crunch lasts to the last bite. The lime leaves are fried whole: eat them too."),
            new("200 g", "200 g"), new("2 bulan", "2 months"),
            new("Kedelai, tepung beras, bawang putih, daun jeruk, ketumbar, kencur, garam",
                "Soybeans, rice flour, garlic, lime leaf, coriander, sand ginger, salt"),
            new("Paling laris", "Best seller")),
        new("tempe-balado", 26_000, "pink",
            new("Keripik Tempe Balado", "Chilli Tempe Chips"),
            new("Pedas manis, bikin lupa berhenti.", "Hot, sweet and hard to stop."),
            new("Keripik tempe yang sama, diaduk selagi panas dengan cabai merah yang disangrai bersama gula jawa dan bawang. "
                + "Pedasnya datang belakangan, lalu tidak mau pulang.",
                "The same chips, tossed while hot with red chillies roasted with palm sugar and shallots. "
                    + "The heat arrives late, then refuses to leave."),
            new("200 g", "200 g"), new("2 bulan", "2 months"),
            new("Kedelai, tepung beras, cabai merah, bawang merah, gula jawa, garam",
                "Soybeans, rice flour, red chilli, shallot, palm sugar, salt")),
        new("kerupuk-bawang", 18_000, "coral",
            new("Kerupuk Bawang", "Garlic Crackers"),
            new("Teman setia soto, pecel dan rawon.", "Made for soto, pecel and rawon."),
            new("Kerupuk keriting seperti di blek warung: ringan, renyah, bawangnya terasa. "
                + "Satu kantong berisi kira-kira dua puluh keping, dan biasanya tinggal lima waktu nasinya matang.",
                "Curly crackers like those in every warung's tin: light, brittle, full of garlic. "
                    + "A bag holds about twenty, of which five are usually left when the rice is done."),
            new("150 g", "150 g"), new("6 minggu", "6 weeks"),
            new("Tapioka, bawang putih, garam, gula", "Tapioca, garlic, salt, sugar")),
        new("keripik-apel", 32_000, "sky",
            new("Keripik Apel Batu", "Apple Crisps from Batu"),
            new("Apel Manalagi, tanpa gula tambahan.", "Manalagi apples, no sugar added."),
            new("Apel Manalagi dari kebun di Batu, diiris melintang sampai bintangnya kelihatan, lalu digoreng hampa pada suhu rendah. "
                + "Rasanya tetap apel, bunyinya seperti keripik.",
                "Manalagi apples from the orchards of Batu, cut across so that the star shows, then vacuum-fried at low heat. "
                    + "It tastes of apple and sounds like a crisp."),
            new("100 g", "100 g"), new("4 bulan", "4 months"),
            new("Apel, minyak sawit", "Apple, palm oil")),
        new("keripik-nangka", 34_000, "mint",
            new("Keripik Nangka", "Jackfruit Crisps"),
            new("Manisnya nangka matang pohon.", "The sweetness of tree-ripe jackfruit."),
            new("Hanya nangka yang matang di pohon, dibuang bijinya satu per satu, digoreng hampa selagi wangi. "
                + "Warnanya kuning sendiri, kami tidak ikut campur.",
                "Only fruit that ripened on the tree, stoned by hand and vacuum-fried while it still smells of the garden. "
                    + "The yellow is its own; we had no part in it."),
            new("100 g", "100 g"), new("4 bulan", "4 months"),
            new("Nangka, minyak sawit", "Jackfruit, palm oil")),
        new("sambal-bajak", 38_000, "lemon",
            new("Sambal Bajak Bu Tatik", "Bu Tatik's Sambal Bajak"),
            new("Ditumis tiga jam, pedasnya kalem.", "Cooked for three hours, calm heat."),
            new("Cabai, tomat dan terasi ditumis pelan sampai minyaknya naik dan warnanya seperti bata. "
                + "Resep Bu Tatik, tetangga sebelah dapur, yang masih mencicipi setiap wajan.",
                "Chillies, tomatoes and shrimp paste, cooked slowly until the oil rises and the colour turns to brick. "
                    + "The recipe is Bu Tatik's, from next door, who still tastes every batch."),
            new("180 g", "180 g"), new("3 bulan, sesudah dibuka 3 minggu di kulkas", "3 months; 3 weeks in the fridge once open"),
            new("Cabai merah, tomat, bawang merah, terasi udang, gula jawa, garam",
                "Red chilli, tomato, shallot, shrimp paste, palm sugar, salt"),
            new("Pedas 3/5", "Heat 3/5")),
        new("kopi-dampit", 52_000, "rose",
            new("Kopi Robusta Dampit", "Dampit Robusta Coffee"),
            new("Pahit cokelat, pasangan gorengan.", "Dark chocolate, made for fried things."),
            new("Robusta dari lereng selatan Semeru, disangrai sedang setiap Rabu. Tebal, sedikit cokelat, tidak asam: "
                + "kopi yang tahu diri di samping sepiring keripik.",
                "Robusta from the southern slopes of Semeru, roasted medium every Wednesday. Full, a little chocolate, no sourness: "
                    + "a coffee that knows its place beside a plate of crisps."),
            new("200 g, bubuk", "200 g, ground"), new("3 bulan", "3 months"),
            new("Kopi robusta", "Robusta coffee")),
        new("blek-merah", 145_000, "blue",
            new("Blek Merah Oleh-oleh", "The Red Gift Tin"),
            new("Empat camilan dalam kaleng warung.", "Four snacks in a warung tin."),
            new("Blek kerupuk seperti di warung, dicat merah, berjendela kaca. "
                + "Isinya tempe daun jeruk, kerupuk bawang, keripik apel dan keripik nangka. Kalau isinya habis, kalengnya jadi rebutan.",
                "The cracker tin of every warung, painted red, with a glass window. Inside: "
                    + "lime leaf tempe, garlic crackers, apple and jackfruit crisps. "
                    + "When they are gone, the family will fight over the tin."),
            new("4 kemasan, 550 g", "4 packs, 550 g"), new("6 minggu", "6 weeks"),
            new("Lihat keripik tempe, kerupuk, apel dan nangka", "See tempe chips, crackers, apple and jackfruit"),
            new("Oleh-oleh", "Gift")),
    ];

    private static readonly Dictionary<string, Product> BySlug = Products.ToDictionary(p => p.Slug, StringComparer.Ordinal);

    public static Product? Find(string? slug) => slug is null ? null : BySlug.GetValueOrDefault(slug);
}
