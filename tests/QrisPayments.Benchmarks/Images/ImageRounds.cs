using System.Diagnostics;
using System.Globalization;
using QrisPayments.Plugins;
using QrisPayments.QrImages;
using QrisPayments.Tests.QrImages;

namespace QrisPayments.Benchmarks.Images;

/// <summary>
/// Damaged pictures, as many as somebody has time for: each is answered, none with another text than the one drawn, and the slowest is
/// told.
/// </summary>
internal static class ImageRounds
{
    private const int Usual = 20_000;

    public static int Run(string[] options)
    {
        var rounds = Usual;
        if (options is not []
            && (options is not [var wish] || !int.TryParse(wish, NumberStyles.None, CultureInfo.InvariantCulture, out rounds)
                || rounds < 1))
        {
            System.Console.Error.WriteLine("images [ROUNDS]: a whole number of rounds, 1 or more.");
            return 2;
        }
        // Others than the tests' and than the last time's; whoever finds something says it with its number.
        var seed = Random.Shared.Next();
        System.Console.WriteLine($"{rounds} files of each kind from seed {seed}");
        var files = QrFiles.Names.Select(QrFiles.Bytes).ToList();
        return Report("flipped bytes", ImageFuzz.Flipped(files, rounds, seed)) & Report("noise", ImageFuzz.Noise(rounds, seed)) ? 0 : 1;
    }

    private static bool Report(string kind, IEnumerable<byte[]> files)
    {
        var (read, wrong, slowest, number) = (0, 0, TimeSpan.Zero, 0);
        var watch = new Stopwatch();
        foreach (var file in files)
        {
            number++;
            watch.Restart();
            var reading = QrImageReader.Read(file);
            if (watch.Elapsed > slowest) slowest = watch.Elapsed;
            if (reading is not QrReading.Found found) continue;
            read++;
            if (found.Text == QrFiles.Payload) continue;
            wrong++;
            System.Console.Error.WriteLine($"{kind}, file {number}: another text than the one drawn");
        }
        System.Console.WriteLine($"{kind}: {number} files, {read} read, {wrong} wrongly; "
            + $"the slowest took {slowest.TotalMilliseconds:0} ms");
        return wrong == 0;
    }
}
