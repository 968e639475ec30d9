using QrisPayments.Codec;

namespace QrisPayments.Benchmarks.Codec;

/// <summary>Payloads of known length; building checks them, so that no benchmark measures the refusal of a broken one.</summary>
internal static class SamplePayloads
{
    private const int Shortest = 200;

    // The longest object that fits is 4 + 99 characters, the shortest worth adding a template of 4 + 8 + 1.
    private const int MaxFiller = 103;

    /// <summary>A static QRIS as acquirers print it, up to 512 characters with unreserved objects that a reader steps over.</summary>
    public static string OfLength(int length)
    {
        var fillers = new List<QrisPart>();
        for (var missing = length - Shortest; missing > 0;)
        {
            var size = missing <= MaxFiller ? missing : Math.Min(MaxFiller, missing - 20);
            fillers.Add(new QrisPart(80 + fillers.Count, new QrisPart(0, "ID"), new QrisPart(1, new string('7', size - 14))));
            missing -= size;
        }

        var built = (QrisBuild.Built)QrisBuilder.Build(new QrisDraft
        {
            Acquirers = [new QrisAcquirer
            {
                GlobalId = "ID.CO.CONTOH.WWW", Pan = "936000140000000018", MerchantId = "000000000000018", Criteria = "UMI"
            }],
            Nmid = "ID0000000000018",
            NmidCriteria = "UMI",
            CategoryCode = "5812",
            MerchantName = "WARUNG BU SRI 1",
            MerchantCity = "JAKARTA",
            PostalCode = "10110",
            Others = fillers,
        });

        return built.Payload.Length == length
            ? built.Payload
            : throw new InvalidOperationException($"The sample has {built.Payload.Length} characters instead of {length}.");
    }
}
