using System.Numerics;

namespace QrisPayments.Storage;

/// <summary>Ids for an <c>IN</c> of a statement that runs often.</summary>
internal static class IdList
{
    /// <summary>Filled up with the last id to the next power of two: few lengths are few statements to parse and cache.</summary>
    public static string[] Padded(IReadOnlyList<string> ids)
    {
        var length = (int)BitOperations.RoundUpToPowerOf2((uint)ids.Count);
        return [.. ids, .. Enumerable.Repeat(ids[^1], length - ids.Count)];
    }
}
