using QrisPayments.Plugins;
using QrisPayments.QrImages;

namespace QrisPayments.Tests.QrImages;

/// <summary>Many pictures at once: who finds no place is turned away instead of keeping the plugin's sales waiting.</summary>
public sealed class ReadingPlacesTests
{
    [Fact]
    public async Task Of_many_large_pictures_most_are_turned_away_and_a_small_one_is_read_afterwards()
    {
        var random = new Random(11);
        var large = new PngWriter { Width = 2000, Height = 2000, Depth = 1, ColourType = 0 }.Write((_, _, _) => random.Next(2));

        var readings = await Task.WhenAll(Enumerable.Range(0, 24)
            .Select(_ => Task.Run(() => QrImageReader.ReadAsync(large, CancellationToken.None))));

        Assert.Contains(readings, reading => reading is QrReading.None { Why: QrUnreadable.Busy });
        Assert.Contains(readings, reading => reading is QrReading.None { Why: not QrUnreadable.Busy });
        Assert.IsType<QrReading.Found>(await QrImageReader.ReadAsync(QrFiles.Bytes("straight.png"), CancellationToken.None));
    }
}
