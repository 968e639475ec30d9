namespace QrisPayments.Gateways.Tests.Conformance;

/// <summary>Recorded payloads with a payment's values in the places of the recorded ones.</summary>
internal static class Recorded
{
    /// <summary>The payload, filled in. A value that is no longer recorded is a failure, not a payload with old values.</summary>
    /// <param name="path">Below Fixtures.</param>
    /// <param name="fill">What is recorded, and what stands there now.</param>
    public static string Filled(string path, params (string Recorded, string Now)[] fill) =>
        Direct.Edit(Fixture.ReadWithoutRemarks(path), fill);

    /// <summary>As the gateways write a time: Jakarta's, without a zone.</summary>
    public static string Time(DateTimeOffset at) =>
        at.ToOffset(Wib.Offset).ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
}
