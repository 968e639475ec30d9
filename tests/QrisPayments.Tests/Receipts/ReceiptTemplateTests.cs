using System.Text.RegularExpressions;
using QrisPayments.Receipts;
using QrisPayments.Theming;

namespace QrisPayments.Tests.Receipts;

public sealed partial class ReceiptTemplateTests
{
    private static readonly TemplateEngine Engine = new(ThemeFiles.BuiltIn);

    [Theory]
    [InlineData(32)]
    [InlineData(48)]
    public void A_text_receipt_fits_its_paper_and_says_everything(int width)
    {
        var text = Render("receipt/text", ReceiptSamples.Full, width);

        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, width));
        Assert.DoesNotContain("\n\n", text, StringComparison.Ordinal);
        foreach (var part in new[]
        {
            "Kopi Lereng", "INV-1042", "17 Agustus 2026", "19.45 WIB", "Sari Wulandari", "QRIS", "KOPI LERENG BANDUNG", "ID1020000000017",
            "2 x Rp68.000", "Rp136.000", "Gelas keramik", "-Rp5.000", "Rp185.000", "Rp2.500", "Rp347", "Rp187.847",
            "pay_4ahah630e34g24qjxsvtsy4b68",
        })
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_receipt_reads_as_it_prints() => Assert.Equal("""
                          Kopi Lereng
                        Struk pembayaran
        ================================================
        Nomor pesanan                           INV-1042
        Dibayar                          17 Agustus 2026
                                               19.45 WIB
        Pelanggan                         Sari Wulandari
        Metode                                      QRIS
        Penerima QRIS                KOPI LERENG BANDUNG
        NMID                             ID1020000000017
        ------------------------------------------------
        Kopi Gayo Aceh, biji sangrai 250 g
        2 x Rp68.000                           Rp136.000
        Gelas keramik                           Rp54.000
        Potongan                                -Rp5.000
        ------------------------------------------------
        Harga                                  Rp185.000
        Biaya layanan                            Rp2.500
        Kode unik                                  Rp347
        Total                                  Rp187.847
        Jumlah dibayar                         Rp187.847
        ================================================
         Terima kasih sudah berbelanja di Kopi Lereng.
                 pay_4ahah630e34g24qjxsvtsy4b68
        """.ReplaceLineEndings("\n"), Unindent(Render("receipt/text", ReceiptSamples.Full, 48)));

    [Fact]
    public void The_page_says_everything_and_escapes_what_others_wrote()
    {
        var html = Render("receipt/html", ReceiptSamples.Full);
        foreach (var part in new[]
        {
            "lang=\"id\"", "/img/logo.svg", "Kopi Lereng", "INV-1042", "17 Agustus 2026, 19.45 WIB", "Sari Wulandari", "ID1020000000017",
            "2 × Rp68.000", "Rp136.000", "Rp2.500", "Rp347", "Rp187.847", "pay_4ahah630e34g24qjxsvtsy4b68", "Terima kasih",
        })
            Assert.Contains(part, html, StringComparison.Ordinal);

        var bare = Render("receipt/html", ReceiptSamples.Bare);
        Assert.Contains("Donasi &lt;buku&gt; &amp; &quot;anak&quot;", bare, StringComparison.Ordinal);
        Assert.Contains("Sandbox", bare, StringComparison.Ordinal);
        Assert.Contains("after the time limit", bare, StringComparison.Ordinal);
        Assert.Contains("Rp24.000", bare, StringComparison.Ordinal);
        Assert.DoesNotContain("Unique code", bare, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_needs_nothing_inline()
    {
        var html = Render("receipt/html", ReceiptSamples.Full);

        Assert.DoesNotMatch(Inline(), html);
        Assert.Matches("<script src=\"/r.js\" defer></script>", html);
    }

    [Fact]
    public void Every_word_of_a_theme_stands_in_both_languages_with_the_same_places_to_fill()
    {
        var (indonesian, english) = (ThemeFiles.BuiltIn.Words["id"], ThemeFiles.BuiltIn.Words["en"]);

        Assert.NotEmpty(indonesian);
        Assert.Equal(indonesian.Keys.Order(), english.Keys.Order());
        foreach (var (key, word) in indonesian)
        {
            Assert.False(string.IsNullOrWhiteSpace(word) || string.IsNullOrWhiteSpace(english[key]), $"{key} is empty.");
            Assert.Equal(word.Contains("{0}", StringComparison.Ordinal), english[key].Contains("{0}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void No_word_is_left_unused()
    {
        var sources = string.Concat(ThemeFiles.BuiltIn.Templates.Values.Select(file => file.Source));
        Assert.All(ThemeFiles.BuiltIn.Words["id"].Keys,
            key => Assert.Contains($"\"{key}\"", sources, StringComparison.Ordinal));
    }

    private static string Render(string name, ReceiptModel model, int width = 32) =>
        Engine.Render(name, TemplateData.From(model), model.Language, width);

    /// <summary>The raw text above lost its end of file.</summary>
    private static string Unindent(string text) => text.TrimEnd('\n');

    [GeneratedRegex("<style|\\sstyle=|\\son[a-z]+=|<script(?![^>]*\\ssrc=)", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
