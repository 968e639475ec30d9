using QrisPayments.Plugins;
using QrisPayments.Web;

namespace QrisPayments.Tests.Web;

/// <summary>Many pictures at once: one that finds no place is turned away instead of keeping the plugin's sales waiting.</summary>
public sealed class QrPicturesTests
{
    private static readonly QrReading Read = new QrReading.Found("text");

    [Fact]
    public async Task Of_many_at_once_most_are_turned_away_and_one_is_read_afterwards()
    {
        using var gate = new ManualResetEventSlim();
        var pictures = new QrPictures((_, stop) =>
        {
            gate.Wait(stop);
            return Read;
        });

        var places = Math.Max(1, Environment.ProcessorCount / 2);
        var readings = Enumerable.Range(0, places + 20).Select(_ => pictures.ReadAsync(new byte[1], CancellationToken.None)).ToList();
        // Three wait for a second; those after them are turned away at once.
        Assert.All(readings.Skip(places + 3), reading => Assert.True(reading.IsCompleted));
        await Task.WhenAll(readings.Skip(places));
        gate.Set();

        var seen = await Task.WhenAll(readings);
        Assert.Equal(places, seen.Count(reading => reading == Read));
        Assert.Equal(20, seen.Count(reading => reading is QrReading.None { Why: QrUnreadable.Busy }));
        Assert.Equal(Read, await pictures.ReadAsync(new byte[1], CancellationToken.None));
    }

    [Fact]
    public async Task A_client_that_leaves_frees_its_place()
    {
        using var left = new CancellationTokenSource();
        var pictures = new QrPictures((_, stop) =>
        {
            if (!stop.CanBeCanceled) return Read;
            left.Cancel();
            stop.WaitHandle.WaitOne();
            stop.ThrowIfCancellationRequested();
            throw new InvalidOperationException("It was not asked to stop.");
        });

        for (var i = 0; i <= Environment.ProcessorCount; i++)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pictures.ReadAsync(new byte[1], left.Token));

        Assert.Equal(Read, await pictures.ReadAsync(new byte[1], CancellationToken.None));
    }

    [Fact]
    public async Task Without_the_package_the_answer_says_so()
    {
        var pictures = new QrPictures(null);

        Assert.False(pictures.AreInstalled);
        Assert.Equal(new QrReading.None(QrUnreadable.NotInstalled), await pictures.ReadAsync(new byte[1], CancellationToken.None));
    }

    [Fact]
    public void With_the_package_it_is_found_by_its_name()
    {
        var read = QrPictures.Find();

        Assert.NotNull(read);
        Assert.Equal(new QrReading.None(QrUnreadable.NotAnImage), read(new byte[1], CancellationToken.None));
    }
}
