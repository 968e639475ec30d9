using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using QrisPayments.Hosting;

namespace QrisPayments.Tests.Architecture;

/// <summary>
/// A class that needs more than six others hides a second one. Everything that a constructor takes counts: clock, options and logger, too.
/// A record is data, and may have as many members as it needs, while none of them is a service, which is what the module's own registration
/// puts into a container; a record that holds one is a bag of services, and counts. Hosting is composition and exempt.
/// </summary>
public sealed class ConstructorTests
{
    private const int Max = 6;

    private const BindingFlags Constructors = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly HashSet<Type> Services =
    [
        .. new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddQrisPayments().Select(service => service.ServiceType),
    ];

    [Fact]
    public void No_class_takes_more_than_six_others()
    {
        var crowded = from type in typeof(QrisPaymentsOptions).Assembly.GetTypes()
                      where type.IsClass && !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !IsOfHosting(type)
                      let takes = Widest(type)
                      where takes.Length > Max && !(IsRecord(type) && !takes.Any(IsService))
                      orderby type.FullName
                      select $"{type.FullName} takes {takes.Length}: {string.Join(", ", takes.Select(taken => taken.ParameterType.Name))}";

        Assert.True(!crowded.Any(), string.Join('\n', crowded.Prepend($"More than {Max} others hide a second class:")));
    }

    [Fact]
    public void A_bag_of_services_is_no_data()
    {
        Assert.True(IsRecord(typeof(Bag)));
        Assert.Contains(typeof(Bag).GetConstructors(Constructors).SelectMany(constructor => constructor.GetParameters()), IsService);
    }

    private static ParameterInfo[] Widest(Type type) =>
        type.GetConstructors(Constructors).Select(constructor => constructor.GetParameters()).MaxBy(all => all.Length) ?? [];

    private static bool IsOfHosting(Type type) =>
        type.Namespace is null or "QrisPayments" or "QrisPayments.Hosting"
        || type.Namespace.StartsWith("Microsoft.", StringComparison.Ordinal);

    // The compiler gives every record, and nothing else, this method.
    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$", Constructors) is not null;

    private static bool IsService(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        return Services.Contains(type.IsGenericType ? type.GetGenericTypeDefinition() : type) || Services.Contains(type);
    }

    private sealed record Bag(TimeProvider Clock, string Text);
}
