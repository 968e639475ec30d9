namespace QrisPayments.Codec;

/// <summary>Opens a text into objects, as far as it goes; what breaks is left out at the root and left closed inside.</summary>
internal static class ObjectTree
{
    /// <param name="payload">The payload, without padding.</param>
    /// <param name="offset">Where it stands in the text as given; the objects' offsets are of that.</param>
    public static IReadOnlyList<QrisObject> Read(ReadOnlySpan<char> payload, int offset) =>
        ReadLevel(new TlvText(payload), new Slot(0, payload.Length), TagPath.Root, template: -1, offset);

    private static List<QrisObject> ReadLevel(TlvText tlv, Slot level, TagPath path, int template, int offset)
    {
        var objects = new List<QrisObject>();
        var at = level.Start;

        while (at < level.End && tlv.Read(at, level.End, out var id, out var value) == TlvFault.None)
        {
            var own = path / id;
            var children = Opens(template, id) && value.HasValue && tlv.IsChain(value)
                ? ReadLevel(tlv, value, own, id, offset)
                : [];
            objects.Add(new QrisObject(own.ToString(), offset + at, tlv[value].ToString(), children.AsReadOnly()));
            at = value.End;
        }

        return objects;
    }

    // Inside 62, 50-99 are templates of payment systems (EMVCo MPM, id 62).
    private static bool Opens(int template, int id) => template switch
    {
        -1 => ObjectLevel.IsTemplate(id),
        ObjectLevel.AdditionalData => id >= 50,
        _ => false,
    };
}
