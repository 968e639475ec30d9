using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace QrisPayments.Settings;

/// <summary>A property's annotations, applied by hand and said in words of ours that name what to do and never the value.</summary>
internal static class SettingRules
{
    /// <summary>What is wrong with a single value.</summary>
    public static IEnumerable<Fault> Check(SettingsProperty property, object? value, string where) =>
        Check(property.Property.GetCustomAttributes<ValidationAttribute>(), value, where);

    /// <summary>What is wrong with a list: its length, and each entry by itself.</summary>
    public static IEnumerable<Fault> CheckList(SettingsProperty property, object? list, string where)
    {
        var rules = property.Property.GetCustomAttributes<ValidationAttribute>().ToList();
        var entries = (list as IEnumerable)?.Cast<object>().ToList() ?? [];
        var faults = Check(rules.Where(IsOfLists), entries.Count == 0 ? null : entries, where);
        return faults.Concat(entries.SelectMany(entry => Check(rules.Where(rule => !IsOfLists(rule)), entry, where)));
    }

    private static bool IsOfLists(ValidationAttribute rule) =>
        rule is RequiredAttribute or MinLengthAttribute or MaxLengthAttribute or LengthAttribute;

    private static IEnumerable<Fault> Check(IEnumerable<ValidationAttribute> rules, object? value, string where)
    {
        foreach (var rule in rules)
        {
            if (rule is not RequiredAttribute && value is null or "") continue;
            if (Passes(rule, value)) continue;
            yield return new Fault(where, rule is RequiredAttribute ? "required" : "invalid", Message(rule, where));
        }
    }

    private static bool Passes(ValidationAttribute rule, object? value)
    {
        try
        {
            return rule.IsValid(value);
        }
        // A bound that the value overflows, a pattern that takes for ever, a rule of a plugin that fails: none is a yes.
        catch (Exception)
        {
            return false;
        }
    }

    private static string Message(ValidationAttribute rule, string where) => rule switch
    {
        _ when HasOwnWords(rule) => rule.FormatErrorMessage(where),
        RequiredAttribute => $"{where} is required.",
        RangeAttribute range => $"{where} must be from {Text(range.Minimum)} to {Text(range.Maximum)}.",
        StringLengthAttribute { MinimumLength: > 0 } length =>
            $"{where} must have {length.MinimumLength} to {length.MaximumLength} characters.",
        StringLengthAttribute length => $"{where} may have at most {length.MaximumLength} characters.",
        LengthAttribute length => $"{where} must have {length.MinimumLength} to {length.MaximumLength} characters or entries.",
        MinLengthAttribute length => $"{where} must have at least {length.Length} characters or entries.",
        MaxLengthAttribute length => $"{where} may have at most {length.Length} characters or entries.",
        RegularExpressionAttribute pattern => $"{where} must have the form {pattern.Pattern}.",
        EmailAddressAttribute => $"{where} must be an e-mail address.",
        UrlAttribute => $"{where} must be an address that begins with https://.",
        AllowedValuesAttribute allowed => $"{where} must be one of {string.Join(", ", allowed.Values.Select(Text))}.",
        _ => rule.FormatErrorMessage(where),
    };

    // Some annotations of the framework call their standard words their own.
    private static bool HasOwnWords(ValidationAttribute rule) =>
        rule.ErrorMessageResourceName is not null
            || rule.ErrorMessage is { } words && !words.StartsWith("The {0} field ", StringComparison.Ordinal);

    private static string? Text(object? value) =>
        value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value?.ToString();
}
