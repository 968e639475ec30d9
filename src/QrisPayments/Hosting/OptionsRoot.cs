using System.Reflection;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;

namespace QrisPayments.Hosting;

/// <summary>
/// Hands each folder its own part of <see cref="QrisPaymentsOptions"/>: the object of its section, or the root as the folder's interface
/// sees it.
/// </summary>
internal sealed class OptionsRoot(IOptions<QrisPaymentsOptions> options) : IOptionsRoot
{
    private static readonly Dictionary<Type, PropertyInfo> Sections =
        typeof(QrisPaymentsOptions).GetProperties()
            .Where(property => property.PropertyType.IsClass && property.PropertyType.Assembly == typeof(OptionsRoot).Assembly)
            .ToDictionary(property => property.PropertyType);

    public TOptions Get<TOptions>() where TOptions : class =>
        options.Value as TOptions ?? (TOptions)Sections[typeof(TOptions)].GetValue(options.Value)!;
}
