namespace QrisPayments.Plugins;

/// <summary>For parts that need no settings.</summary>
public sealed class NoSettings;
