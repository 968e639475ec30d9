namespace QrisPayments.Plugins;

/// <summary>
/// Marks a text setting as secret: it is stored encrypted, can be replaced but never read again in the console or the API,
/// and is cut out of whatever the module writes about the plugin's calls.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
