using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace QrisPayments.Simulation.Model;

/// <summary>
/// What one actor draws from. Each has dice of its own, made of the seed and the actor's name: what it decides does not depend on who was
/// faster.
/// </summary>
internal sealed class Dice
{
    private readonly Lock _lock = new();
    private readonly Random _random;

    private Dice(int seed) => _random = new Random(seed);

    public static Dice Of(int seed, string actor) =>
        new(BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{actor}"))));

    public bool Chance(double probability) => Next() < probability;

    /// <summary>At least <paramref name="from"/>, less than <paramref name="to"/>.</summary>
    public int Between(int from, int to)
    {
        lock (_lock) return _random.Next(from, to);
    }

    public TimeSpan Between(TimeSpan from, TimeSpan to) => from + (to - from) * Next();

    public T Pick<T>(IReadOnlyList<T> of) => of[Between(0, of.Count)];

    /// <summary>One of several, each as often as its weight says.</summary>
    public T Weighted<T>(IReadOnlyList<(T What, int Weight)> of)
    {
        var at = Between(0, of.Sum(one => one.Weight));
        foreach (var (what, weight) in of)
            if ((at -= weight) < 0) return what;
        throw new InvalidOperationException("The weights do not add up.");
    }

    private double Next()
    {
        lock (_lock) return _random.NextDouble();
    }
}
