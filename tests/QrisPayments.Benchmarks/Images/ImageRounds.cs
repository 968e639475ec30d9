using System.Diagnostics;
using System.Globalization;
using QrisPayments.Plugins;
using QrisPayments.QrImages;
using QrisPayments.QrImages.Tests;

namespace QrisPayments.Benchmarks.Images;

/// <summary>
/// The tests' pictures, bombs, and damaged pictures as many as somebody has time for: each is answered, none with another text than the
/// one drawn, and the slowest and the largest in memory are named.
/// </summary>
internal static class ImageRounds
{
    private const int Usual = 10_000;

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
        var names = QrFiles.Pictures.Concat(QrFiles.Photos).ToList();
        // Once for the libraries to be loaded: they are no picture's memory.
        QrImageReader.Read(QrFiles.Bytes(names[0]), CancellationToken.None);
        var isRight = Report("pictures", names.Select(name => (name, QrFiles.Bytes(name))));
        isRight &= Report("bombs", Bombs.All.Select(bomb => (bomb.Key, bomb.Value.Make())));
        System.Console.WriteLine($"{rounds} damaged files of each kind from seed {seed}");
        isRight &= Report("flipped bytes", Numbered(ImageFuzz.Flipped(names.Select(QrFiles.Bytes).ToList(), rounds, seed)));
        isRight &= Report("noise", Numbered(ImageFuzz.Noise(rounds, seed)));
        return isRight ? 0 : 1;
    }

    private static IEnumerable<(string Name, byte[] File)> Numbered(IEnumerable<byte[]> files) =>
        files.Select((file, number) => ($"file {number + 1}", file));

    private static bool Report(string kind, IEnumerable<(string Name, byte[] File)> files)
    {
        var (number, read, wrong) = (0, 0, 0);
        var slowest = (Name: "", Time: TimeSpan.Zero);
        var largest = (Name: "", Bytes: 0L);
        foreach (var (name, file) in files)
        {
            number++;
            var before = PeakMemory.Restart();
            var watch = Stopwatch.StartNew();
            var reading = QrImageReader.Read(file, CancellationToken.None);
            watch.Stop();
            if (watch.Elapsed > slowest.Time) slowest = (name, watch.Elapsed);
            if (PeakMemory.Now - before > largest.Bytes) largest = (name, PeakMemory.Now - before);
            if (reading is not QrReading.Found found) continue;
            read++;
            if (found.Text == QrFiles.Payload) continue;
            wrong++;
            System.Console.Error.WriteLine($"{kind}, {name}: another text than the one drawn");
        }
        System.Console.WriteLine($"{kind}: {number} files, {read} read, {wrong} wrongly; slowest {slowest.Name}: "
            + $"{slowest.Time.TotalMilliseconds:0} ms; most memory {largest.Name}: {largest.Bytes / 1048576.0:0} MB");
        return wrong == 0;
    }
}
