using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using static QrisPayments.Codec.Tests.Payloads;

namespace QrisPayments.Codec.Tests;

/// <summary>Generated payloads: every optional object, any order, and names made of what has misled other readers.</summary>
internal static class PayloadGenerators
{
    private static readonly Config Check = Config.QuickThrowOnFailure.WithMaxTest(300);

    // Searching for "5802ID" or "010211" in the text, or for the first "6304", finds these instead of the objects.
    private static readonly string[] Fragments =
        ["5802ID", "6304", "010211", "5303360", "54041000", "0002", "WARUNG", "BU SRI", "  ", " ", "A", "0", "é", "ß", "雅加达", "☕", "🍜",
            "👩‍🍳", "🇮🇩", "%20", "+", "&amp;"];

    /// <summary>Static codes that the live profile accepts.</summary>
    public static Gen<string> Static => PayloadWith(Object("01", "11"), NoAmount);

    /// <summary>All codes that the live profile accepts.</summary>
    public static Gen<string> Valid =>
        Gen.OneOf(Static, PayloadWith(Object("01", "11"), AmountAndTip), PayloadWith(Object("01", "12"), AmountAndTip),
            PayloadWith(point: "", NoAmount));

    public static Gen<long> Amount => Gen.Choose(1, int.MaxValue).Select(amount => (long)amount);

    public static void ForAll(Gen<string> payloads, Action<string> property) =>
        Prop.ForAll(payloads.ToArbitrary(), property).Check(Check);

    public static void ForAll<T>(Gen<string> payloads, Gen<T> others, Action<string, T> property) =>
        Prop.ForAll(payloads.ToArbitrary(), others.ToArbitrary(), property).Check(Check);

    private static Gen<string[]> NoAmount => Gen.Constant(Array.Empty<string>());

    private static Gen<string[]> AmountAndTip =>
        from amount in Gen.Elements("1", "98", "98.", "50347", "50347.00", "50347.5", "0050000", "1234567890123", "0.01")
        from tip in Gen.Elements("", Object("55", "01"), Object("55", "02") + Object("56", "1500"),
            Object("55", "03") + Object("57", "10.5"))
        select new[] { Object("54", amount), tip };

    private static Gen<string> Name => Text(25);

    private static Gen<string> City => Text(15);

    private static Gen<string> Text(int limit) =>
        from parts in Gen.Elements(Fragments).NonEmptyListOf()
        select string.Concat(string.Concat(parts).EnumerateRunes().Take(limit).Select(rune => rune.ToString()));

    private static Gen<string> AdditionalData =>
        from bill in Text(12)
        from terminal in Gen.Elements("", Object("07", "A01"), Object("11", "021"),
            Object("50", Object("00", "ID.CO.X") + Object("01", "6304")))
        from isThere in Gen.Elements(true, false)
        select isThere ? Object("62", Object("01", bill) + terminal) : "";

    private static Gen<string> Unknown =>
        from id in Gen.Choose(65, 99)
        from value in Text(20)
        select Object(id.ToString(CultureInfo.InvariantCulture), value);

    private static Gen<string> PayloadWith(string point, Gen<string[]> amounts) =>
        from name in Name
        from city in City
        from amount in amounts
        from data in AdditionalData
        from language in Gen.Elements("", Object("64", Object("00", "zh") + Object("01", "斯里🍜")))
        from unknown in Gen.OneOf(Gen.Constant(""), Unknown)
        from flat in Gen.Elements("", Object("04", "5412345678901234"))
        from acquirers in Gen.Elements(Object("26", Acquirer()), Object("26", Acquirer()) + Object("27", Acquirer("936000810000000018")))
        from isShuffled in Gen.Elements(true, false, false)
        from order in Gen.Choose(0, int.MaxValue)
        select Assemble(isShuffled ? order : null,
            [
                point, flat, acquirers, Object("51", Repository()), Object("52", "5812"), Object("53", "360"),
                .. amount, Object("58", "ID"), Object("59", name), Object("60", city), Object("61", "10110"), data, language, unknown,
            ]);

    private static string Assemble(int? seed, string[] middle)
    {
        if (seed is { } order) new Random(order).Shuffle(middle);
        return Seal(new StringBuilder("000201").AppendJoin("", middle).ToString());
    }
}
