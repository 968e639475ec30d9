namespace QrisPayments.Plugins;

/// <summary>Marks a setting that is stored encrypted, never shown again and never logged.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
