namespace QrisPayments.Foundation;

/// <summary>The settings that concern every part, at the root of section <c>QrisPayments</c>.</summary>
internal interface IModuleOptions
{
    string Prefix { get; }

    string? PublicUrl { get; }

    PaymentMode Mode { get; }
}
