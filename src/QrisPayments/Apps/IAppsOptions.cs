namespace QrisPayments.Apps;

/// <summary>The clients of the merchant API, at the root of section <c>QrisPayments</c>.</summary>
internal interface IAppsOptions
{
    IList<AppOptions> Apps { get; }
}
