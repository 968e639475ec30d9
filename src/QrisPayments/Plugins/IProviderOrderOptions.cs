namespace QrisPayments.Plugins;

/// <summary>The order in which plugins are tried, at the root of section <c>QrisPayments</c>.</summary>
internal interface IProviderOrderOptions
{
    IList<string> ProviderOrder { get; }
}
