using System.Text;
using static QrisPayments.Codec.Tests.Payloads;

namespace QrisPayments.Codec.Tests;

/// <summary>
/// Texts made to break readers. That nothing throws is the property; that the work stays linear is shown by what can
/// be counted: findings, objects and allocated bytes against the length of the text.
/// </summary>
public class HostileInputTests
{
    private const int Inputs = 9_000;

    private static readonly string Pool =
        "0123456789ABCDEFabcdef "
            + ".+%&;-_*\0\t\n\r\u001B\u007F\u0085\u00A0é٠٣０９雅\u200B\u200E\u200F\u202E\u2028\u2066\uFEFF\uFFFD\uFFFF\uD800\uDBFF\uDC00\uDFFF";

    private static readonly string[] Seeds =
    [
        Static,
        Dynamic,
        ForeignCodeTests.PayNow,
        Seal(StaticBody(name: "KOPI ☕🍜", city: "雅加达",
            afterPostalCode: Object("62", Object("01", "INV-1") + Object("50", Object("00", "X")))
                + Object("64", Object("00", "zh") + Object("01", "🍜")))),
        Seal(StaticBody(beforeCountry: Object("54", "5000") + Object("55", "03") + Object("57", "10"),
            afterPostalCode: Object("80", Object("00", "ID.CO.X")))),
        Static.Replace(' ', '+'),
        Uri.EscapeDataString(Static),
        "",
    ];

    [Fact]
    public void Mutated_payloads_never_throw_and_all_readers_agree()
    {
        var random = new Random(20260101);
        for (var input = 0; input < Inputs; input++) AssertHandled(Mutate(Seeds[random.Next(Seeds.Length)], random));
    }

    [Fact]
    public void Random_texts_never_throw_and_all_readers_agree()
    {
        var random = new Random(20260102);
        for (var input = 0; input < Inputs / 3; input++)
        {
            var characters = new char[random.Next(120)];
            for (var at = 0; at < characters.Length; at++)
                characters[at] = random.Next(3) == 0 ? Pool[random.Next(Pool.Length)] : (char)('0' + random.Next(10));
            AssertHandled(new string(characters));
        }
    }

    [Fact]
    public void Sealed_chains_of_random_objects_never_throw_and_all_readers_agree()
    {
        // A right checksum and whole objects lead past the first checks, into the rules on values.
        var random = new Random(20260103);
        for (var input = 0; input < Inputs / 3; input++)
        {
            var body = new StringBuilder("000201");
            for (var objects = random.Next(20); objects > 0; objects--)
                body.Append(Object($"{random.Next(100):00}", RandomValue(random)));
            AssertHandled(Seal(body.ToString()));
        }
    }

    [Fact]
    public void Requests_of_any_kind_never_throw()
    {
        var random = new Random(20260104);
        for (var input = 0; input < Inputs / 2; input++)
        {
            var conversion = QrisConverter.Convert(Seeds[random.Next(Seeds.Length)], new QrisConvertRequest
            {
                Amount = random.Next(2) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.Next(100_000),
                AmountText = random.Next(4) == 0 ? RandomValue(random) : null,
                Tip = random.Next(3) switch { 0 => null, 1 => QrisTip.Fixed(RandomValue(random)),
                    _ => QrisTip.Percent((decimal)random.NextDouble() * 200 - 50) },
                AdditionalData = new QrisAdditionalData
                {
                    BillNumber = random.Next(2) == 0 ? RandomValue(random) : "INV-1",
                    Purpose = random.Next(3) == 0 ? RandomValue(random) : null
                },
                Reamount = random.Next(2) == 0,
                KeepStatic = random.Next(2) == 0,
            });

            if (conversion is QrisConversion.Converted converted) Assert.True(QrisInspector.Inspect(converted.Payload).IsValid);
        }
    }

    public static TheoryData<string, string> Extremes => new()
    {
        { "a million digits", new string('0', 1_000_000) },
        { "a million spaces", new string(' ', 1_000_000) },
        { "a million spaces and a payload", new string(' ', 1_000_000) + Static },
        { "a payload and a million line breaks", Static + new string('\n', 1_000_000) },
        { "a million byte order marks", new string('\uFEFF', 1_000_000) },
        { "a million lone surrogates", new string('\uD800', 1_000_000) },
        { "a million plus signs", new string('+', 1_000_000) },
        { "a million percent signs", new string('%', 1_000_000) },
        { "ids of zero length", string.Concat(Enumerable.Repeat("0000", 256)) },
        { "one id again and again", string.Concat(Enumerable.Repeat("540110", 170)) },
        { "templates in templates", "9999" + string.Concat(Enumerable.Range(0, 23).Select(depth => $"80{95 - depth * 4:00}")) },
        { "alternating characters", string.Concat(Enumerable.Repeat("a\0\u200F雅", 256)) },
        { "amounts to take out", Seal("000201" + string.Concat(Enumerable.Repeat("54011", 200)))[..^1] + "X" },
    };

    [Theory]
    [MemberData(nameof(Extremes))]
    public void An_extreme_text_is_handled_and_yields_no_more_findings_than_it_has_characters(string name, string text)
    {
        Assert.NotEmpty(name);
        AssertHandled(text);
    }

    [Fact]
    public void A_text_of_more_than_1024_characters_is_not_opened()
    {
        var text = Seal(StaticBody(afterPostalCode: string.Concat(Enumerable.Range(0, 9).Select(_ => Object("99", new string('F', 99))))));

        var inspection = QrisInspector.Inspect(text);

        Assert.Equal("payload_too_long", Assert.Single(inspection.Findings).Code);
        Assert.Empty(inspection.Objects);
        Assert.Null(inspection.MerchantName);
    }

    [Fact]
    public void Padding_of_any_length_moves_offsets_and_nothing_else()
    {
        const int Padding = 70_000;
        var text = new string(' ', Padding) + Seal(StaticBody(acquirer: Acquirer(criteria: "UXX")));

        var finding = Assert.Single(QrisInspector.Inspect(text).Findings, finding => finding.Severity == QrisSeverity.Reject);

        Assert.Equal(("criteria_unknown", Padding + 81, "UXX"), (finding.Code, finding.Offset, finding.Found));
    }

    [Theory]
    [InlineData("540110")]
    [InlineData("0000")]
    [InlineData("a\0\u200F雅")]
    [InlineData("80040000")]
    [InlineData("+%20")]
    public void Twice_the_text_costs_at_most_little_more_than_twice_the_memory(string pattern)
    {
        var half = string.Concat(Enumerable.Repeat(pattern, 500 / pattern.Length));

        // Memory is what the diagnosing path spends its time on, and unlike time it can be asserted.
        Assert.True(AllocatedBy(half + half) <= AllocatedBy(half) * 2.5 + 4096, pattern);
    }

    [Fact]
    public void What_is_shown_as_found_is_short_and_harmless()
    {
        var text = Seal(StaticBody(name: "\u202E\0\uD800\u2028" + new string('雅', 60)));

        Assert.All(QrisInspector.Inspect(text).Findings, finding =>
        {
            Assert.True((finding.Found?.Length ?? 0) <= 64 * 6);
            Assert.DoesNotContain(finding.Found ?? "",
                character => char.IsControl(character) || char.IsSurrogate(character) || character is '\u202E' or '\u2028');
        });
    }

    private static long AllocatedBy(string text)
    {
        QrisInspector.Inspect(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        QrisInspector.Inspect(text);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void AssertHandled(string text)
    {
        var inspection = QrisInspector.Inspect(text);
        var strict = QrisInspector.Inspect(text, QrisProfile.Strict);

        Assert.Equal(inspection.IsValid, QrisView.TryParse(text, out var view));
        Assert.Equal(strict.IsValid, QrisView.TryParse(text, out _, QrisProfile.Strict));
        Assert.True(inspection.IsValid || !strict.IsValid);
        Assert.True(inspection.Findings.Count <= text.Length + 20);
        Assert.All(inspection.Findings, finding => Assert.InRange(finding.Offset, 0, text.Length));

        var conversion = QrisConverter.Convert(text, new QrisConvertRequest { Amount = 1, Reamount = true });
        QrisConverter.ToStatic(text);
        QrisIdentity.TryRead(text, out _);
        QrisChange.Between(text, Static);
        if (!inspection.IsValid)
        {
            Assert.IsType<QrisConversion.Refused>(conversion);
            Assert.True(view.MerchantName.IsEmpty && view.Payload.IsEmpty && !view.IsDynamic && view.Amount is null);
        }
        else
        {
            Assert.Equal(view.Payload, view.ToPayload().ToString());
        }
    }

    private static string Mutate(string seed, Random random)
    {
        var text = new StringBuilder(seed);
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            var at = random.Next(text.Length + 1);
            switch (random.Next(6))
            {
                case 0:
                    text.Insert(at, Pool[random.Next(Pool.Length)]);
                    break;
                case 1 when at < text.Length:
                    text[at] = Pool[random.Next(Pool.Length)];
                    break;
                case 2 when at < text.Length:
                    text.Remove(at, Math.Min(random.Next(1, 6), text.Length - at));
                    break;
                case 3:
                    text.Length = at;
                    break;
                case 4:
                    text.Insert(at, Object($"{random.Next(100):00}", RandomValue(random)));
                    break;
                default:
                    if (at < text.Length) text[at] = (char)('0' + random.Next(10));
                    break;
            }
        }

        // Half of the mutants are sealed again, so that what lies behind the checksum is reached.
        return random.Next(2) == 0 && text.Length > 8 ? Seal(text.ToString()[..^8]) : text.ToString();
    }

    private static string RandomValue(Random random)
    {
        var value = new StringBuilder();
        for (var length = random.Next(1, 24); length > 0; length--)
            value.Append(random.Next(6) == 0 ? Pool[random.Next(Pool.Length)] : (char)('0' + random.Next(10)));
        return value.ToString();
    }
}
