using System.Data;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;

namespace QrisPayments.TestNode;

/// <summary>
/// A host that sets for its whole process what falsifies every value of a module that relies on it: a culture, Dapper's handlers and maps,
/// the JSON of its own endpoints.
/// </summary>
internal static class ContraryHost
{
    /// <param name="services">Of the host.</param>
    /// <param name="culture">Of every thread, such as <c>fa-IR</c>.</param>
    public static void Set(IServiceCollection services, string culture)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = new CultureInfo(culture);
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);

        // As a host does that thinks in local time; and the like for everything else that is ever stored.
        Falsify<DateTime>(time => time.AddHours(7));
        Falsify<DateTimeOffset>(time => time.AddHours(7));
        Falsify<string>(text => text + "!");
        Falsify<long>(number => number + 1);
        Falsify<int>(number => number + 1);
        Falsify<bool>(flag => !flag);
        Falsify<decimal>(number => number + 1);
        Falsify<Guid>(_ => Guid.Empty);
        Falsify<byte[]>(bytes => [.. bytes, 0]);
        SqlMapper.TypeMapProvider = _ => new NoMembers();
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.Settings.ApplyNullValues = true;
        SqlMapper.Settings.PadListExpansions = true;
        SqlMapper.Settings.CommandTimeout = 1;

        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.KebabCaseUpper;
            options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault;
            options.SerializerOptions.Converters.Add(new NumbersAsText());
        });
    }

    private static void Falsify<T>(Func<T, T> change) => SqlMapper.AddTypeHandler(typeof(T), new Falsifier<T>(change));

    /// <summary>Changes what is written and what is read.</summary>
    private sealed class Falsifier<T>(Func<T, T> change) : SqlMapper.ITypeHandler
    {
        public void SetValue(IDbDataParameter parameter, object value) => parameter.Value = value is T known ? change(known) : value;

        public object? Parse(Type destinationType, object value) =>
            change((T)Convert.ChangeType(value, typeof(T), CultureInfo.InvariantCulture));
    }

    /// <summary>No column belongs to any property.</summary>
    private sealed class NoMembers : SqlMapper.ITypeMap
    {
        public ConstructorInfo? FindConstructor(string[] names, Type[] types) => null;

        public ConstructorInfo? FindExplicitConstructor() => null;

        public SqlMapper.IMemberMap? GetConstructorParameter(ConstructorInfo constructor, string columnName) => null;

        public SqlMapper.IMemberMap? GetMember(string columnName) => null;
    }

    private sealed class NumbersAsText : JsonConverter<long>
    {
        public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => 0;

        public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteStringValue("many");
    }
}
