using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using QrisPayments.Plugins;

namespace QrisPayments.Settings;

/// <summary>
/// Fills settings, the module's own and those of plugins, and names every value that does not fit. The framework's binder
/// stops at the first one; it and <see cref="Validator"/> also keep a plugin's types in static caches, and its memory with
/// them, so the annotations are read by hand.
/// </summary>
internal static class SettingsBinder
{
    /// <summary>Fills from configuration alone.</summary>
    public static IReadOnlyList<Fault> Bind(object settings, IConfigurationSection section) => Bind(settings, new SettingsLayers(section));

    /// <summary>
    /// Every fault, each with the setting to correct; empty when the settings may be used. No fault quotes a secret.
    /// </summary>
    public static IReadOnlyList<Fault> Bind(object settings, SettingsLayers layers)
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            // Some annotations read their own bounds in the culture of whoever asks.
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            var faults = BindPart(settings, layers, isPart: false);
            var words = SecretWords.Of(settings);
            return [.. faults.Select(fault => fault with { Message = words.Hide(fault.Message) })];
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static List<Fault> BindPart(object settings, SettingsLayers layers, bool isPart)
    {
        var faults = new List<Fault>();
        foreach (var property in SettingsProperty.Of(settings.GetType(), isPart))
        {
            switch (property.Shape)
            {
                case SettingShape.Value:
                    faults.AddRange(BindValue(settings, property, layers));
                    break;
                case SettingShape.Values:
                    faults.AddRange(BindValues(settings, property, layers));
                    break;
                case SettingShape.Items:
                    faults.AddRange(BindItems(settings, property, layers));
                    break;
                case SettingShape.Part when property.Get(settings) is { } inner:
                    faults.AddRange(BindPart(inner, layers.Part(property.Name), isPart: true));
                    break;
            }
        }
        if (faults.Count == 0 && settings is ICheckSettings check)
            faults.AddRange(check.Check().Select(fault => fault with { Field = layers.Where(fault.Field) }));
        return faults;
    }

    private static IEnumerable<Fault> BindValue(object settings, SettingsProperty property, SettingsLayers layers)
    {
        var where = layers.Where(property.Name);
        if (layers.Value(property.Name) is not { } given)
        {
            if (layers.IsLocked(property.Name))
                return [new Fault(where, "unreadable",
                    $"{where} must be {SettingValue.Words(property.Element)}, not a section or a list.")];
            var standard = property.Standard(settings);
            if (!Equals(standard, property.Get(settings))) property.Set(settings, standard);
            return SettingRules.Check(property, standard, where);
        }
        if (given.Text.Length == 0 && SettingValue.CanBeNone(property.Element)) return SetAndCheck(settings, property, null, where);
        return SettingValue.Parse(given.Text, property.Element) is { } value
            ? SetAndCheck(settings, property, value, where)
            : [Unreadable(property, given)];
    }

    private static IEnumerable<Fault> BindValues(object settings, SettingsProperty property, SettingsLayers layers)
    {
        var where = layers.Where(property.Name);
        if (NotAList(layers, property.Name) is { } fault) return [fault];
        if (layers.Values(property.Name) is not { } given) return SettingRules.CheckList(property, property.Get(settings), where);
        var entries = new List<object>();
        var faults = new List<Fault>();
        foreach (var entry in given)
        {
            if (SettingValue.Parse(entry.Text, property.Element) is { } value) entries.Add(value);
            else faults.Add(Unreadable(property, entry));
        }
        if (faults.Count > 0) return faults;
        property.SetList(settings, entries);
        return SettingRules.CheckList(property, property.Get(settings), where);
    }

    private static IEnumerable<Fault> BindItems(object settings, SettingsProperty property, SettingsLayers layers)
    {
        if (NotAList(layers, property.Name) is { } fault) return [fault];
        var faults = new List<Fault>();
        var items = new List<object>();
        foreach (var child in layers.Section.GetSection(property.Name).GetChildren())
        {
            var item = Activator.CreateInstance(property.Element)!;
            faults.AddRange(BindPart(item, new SettingsLayers(child), isPart: true));
            items.Add(item);
        }
        if (items.Count > 0) property.SetList(settings, items);
        return faults;
    }

    private static IEnumerable<Fault> SetAndCheck(object settings, SettingsProperty property, object? value, string where)
    {
        try
        {
            property.Set(settings, value);
        }
        // A setter of a plugin may refuse a value in its own way; its words may quote it.
        catch (Exception exception)
        {
            return [new Fault(where, "invalid", $"{where} was refused{(property.IsSecret ? "" : ": " + exception.Message)}")];
        }
        return SettingRules.Check(property, property.Get(settings), where);
    }

    private static Fault? NotAList(SettingsLayers layers, string name) =>
        layers.Section.GetSection(name) is { Value.Length: > 0 } part
            ? new Fault(part.Path, "unreadable", $"{part.Path} is a list: give its entries as {part.Path}:0, {part.Path}:1, ….")
            : null;

    private static Fault Unreadable(SettingsProperty property, Given given) =>
        new(given.Where, "unreadable", $"{given.Where} {(property.IsSecret ? "cannot be read; it" : $"is '{given.Text}', but")} must be "
            + $"{SettingValue.Words(property.Element)}.");
}
