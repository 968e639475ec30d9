using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using QrisPayments.Codec;

namespace QrisPayments.Settings;

/// <summary>Describes a settings type as fields.</summary>
internal static class SettingsFields
{
    /// <summary>
    /// The fields in the order of the form. Lists of objects are left out: only configuration can say them. Runs the
    /// constructor of the settings, so it may fail as the plugin's code may.
    /// </summary>
    public static IReadOnlyList<SettingsField> Of(Type type, SettingsLayers layers) =>
        [.. Of(Activator.CreateInstance(type)!, layers, group: null, isPart: false).OrderBy(field => field.Order)];

    private static IEnumerable<SettingsField> Of(object fresh, SettingsLayers layers, string? group, bool isPart)
    {
        foreach (var property in SettingsProperty.Of(fresh.GetType(), isPart))
        {
            if (property.Shape == SettingShape.Part)
            {
                if (property.Get(fresh) is not { } inner) continue;
                var title = property.Property.GetCustomAttribute<DisplayAttribute>()?.GetName() ?? property.Name;
                foreach (var field in Of(inner, layers.Part(property.Name), title, isPart: true)) yield return field;
            }
            else if (property.Shape != SettingShape.Items)
            {
                yield return Field(property, property.Standard(fresh), layers, group);
            }
        }
    }

    private static SettingsField Field(SettingsProperty property, object? standard, SettingsLayers layers, string? group)
    {
        var display = property.Property.GetCustomAttribute<DisplayAttribute>();
        var isList = property.Shape == SettingShape.Values;
        var isLocked = layers.IsLocked(property.Name);
        var given = isList
            ? layers.Values(property.Name) is { } entries ? string.Join('\n', entries.Select(entry => entry.Text)) : null
            : layers.Value(property.Name)?.Text;
        var standardText = SettingValue.Text(standard) is { Length: > 0 } text ? text : null;
        var field = new SettingsField
        {
            Name = layers.Prefix + property.Name,
            Label = display?.GetName() ?? property.Name,
            Description = display?.GetDescription(),
            Prompt = display?.GetPrompt(),
            Group = display?.GetGroupName() ?? group,
            Order = display?.GetOrder() ?? 0,
            Kind = property.IsSecret ? SettingKind.Secret : isList ? SettingKind.List : Kind(property),
            Choices = Choices(property),
            IsRequired = standardText is null && property.Property.IsDefined(typeof(RequiredAttribute)),
            Standard = standardText,
            Value = Canonical(given, property) ?? standardText,
            IsSet = given is { Length: > 0 },
            LockedBy = isLocked ? layers.Where(property.Name) : null,
        };
        if (property.IsSecret) field = field with { Standard = null, Value = null };
        return property.Property.GetCustomAttributes<ValidationAttribute>().Aggregate(field, Bound);
    }

    /// <summary>As it would be written back: <c>True</c> is <c>true</c>. What cannot be read stays as it is, to be mended.</summary>
    private static string? Canonical(string? given, SettingsProperty property) =>
        given is null || property.Shape == SettingShape.Values
            ? given
            : SettingValue.Text(SettingValue.Parse(given, property.Element)) ?? given;

    private static SettingsField Bound(SettingsField field, ValidationAttribute rule) => rule switch
    {
        RangeAttribute range => field with { Min = Text(range.Minimum), Max = Text(range.Maximum) },
        StringLengthAttribute length =>
            field with { MinLength = length.MinimumLength > 0 ? length.MinimumLength : null, MaxLength = length.MaximumLength },
        LengthAttribute length => field with { MinLength = length.MinimumLength, MaxLength = length.MaximumLength },
        MinLengthAttribute length => field with { MinLength = length.Length },
        // -1 is its word for "no limit".
        MaxLengthAttribute { Length: > 0 } length => field with { MaxLength = length.Length },
        RegularExpressionAttribute pattern => field with { Pattern = pattern.Pattern },
        EmailAddressAttribute => field with { Format = "email" },
        UrlAttribute => field with { Format = "uri" },
        _ => field,
    };

    private static SettingKind Kind(SettingsProperty property)
    {
        var type = SettingValue.Bare(property.Element);
        if (type.IsEnum || property.Property.IsDefined(typeof(AllowedValuesAttribute))) return SettingKind.Choice;
        if (type == typeof(bool)) return SettingKind.Flag;
        if (SettingValue.IsWhole(type))
            return property.Property.GetCustomAttribute<DataTypeAttribute>()?.DataType == DataType.Currency
                ? SettingKind.Money
                : SettingKind.Number;
        if (type == typeof(decimal)) return SettingKind.Decimal;
        if (type == typeof(TimeSpan)) return SettingKind.Time;
        return type == typeof(Uri) ? SettingKind.Address : SettingKind.Text;
    }

    private static List<SettingChoice> Choices(SettingsProperty property)
    {
        var allowed = property.Property.GetCustomAttribute<AllowedValuesAttribute>()?.Values.Select(Text).OfType<string>().ToList();
        var type = SettingValue.Bare(property.Element);
        if (!type.IsEnum) return [.. (allowed ?? []).Select(value => new SettingChoice(value, value))];
        return [.. type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(member => allowed is null || allowed.Contains(member.Name))
            .Select(member => new SettingChoice(member.Name, member.GetCustomAttribute<DisplayAttribute>()?.GetName() ?? member.Name))];
    }

    private static string? Text(object? value) =>
        value is IFormattable number and not Enum ? number.ToString(null, CultureInfo.InvariantCulture) : value?.ToString();
}
