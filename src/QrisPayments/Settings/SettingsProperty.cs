using System.Collections;
using System.ComponentModel;
using System.Reflection;
using QrisPayments.Plugins;

namespace QrisPayments.Settings;

/// <summary>What a property holds.</summary>
internal enum SettingShape
{
    /// <summary>One value.</summary>
    Value,

    /// <summary>A list of values.</summary>
    Values,

    /// <summary>A list of objects; only configuration can say them.</summary>
    Items,

    /// <summary>An object with settings of its own.</summary>
    Part,
}

/// <summary>A property that can be set. Looked up anew each time and never kept: it would keep a plugin's code in memory.</summary>
internal sealed class SettingsProperty
{
    private SettingsProperty(PropertyInfo property, SettingShape shape, Type element)
    {
        Property = property;
        Shape = shape;
        Element = element;
    }

    public PropertyInfo Property { get; }

    public string Name => Property.Name;

    public SettingShape Shape { get; }

    /// <summary>The type of one value; of an entry, for lists.</summary>
    public Type Element { get; }

    public bool IsSecret => Property.IsDefined(typeof(SecretAttribute));

    private bool IsSettable => Property.SetMethod is { IsPublic: true };

    /// <summary>The settings of a type, in the order in which they are declared.</summary>
    /// <param name="type">Settings, or a part of settings.</param>
    /// <param name="isPart">A part has no parts of its own, so that two that hold each other are no endless way.</param>
    public static IEnumerable<SettingsProperty> Of(Type type, bool isPart = false) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0)
            .Select(Of).OfType<SettingsProperty>()
            .Where(property => !isPart || property.Shape != SettingShape.Part);

    private static SettingsProperty? Of(PropertyInfo property)
    {
        var type = property.PropertyType;
        var isSettable = property.SetMethod is { IsPublic: true };
        if (SettingValue.IsSimple(type)) return isSettable ? new SettingsProperty(property, SettingShape.Value, type) : null;
        if (ListElement(type) is { } element)
        {
            if (SettingValue.IsSimple(element)) return new SettingsProperty(property, SettingShape.Values, element);
            return element.GetConstructor(Type.EmptyTypes) is null ? null : new SettingsProperty(property, SettingShape.Items, element);
        }
        // Only types of the same author: a property that leads into the framework, or back to its owner, leads nowhere.
        return type.IsClass && type.Assembly == property.DeclaringType!.Assembly
            ? new SettingsProperty(property, SettingShape.Part, type)
            : null;
    }

    public object? Get(object settings) => Property.GetValue(settings, BindingFlags.DoNotWrapExceptions, null, null, null);

    public void Set(object settings, object? value) =>
        Property.SetValue(settings, value, BindingFlags.DoNotWrapExceptions, null, null, null);

    public void SetList(object settings, IReadOnlyList<object> entries)
    {
        if (IsSettable) Set(settings, List(entries));
        else if (Get(settings) is IList { IsReadOnly: false, IsFixedSize: false } list)
        {
            list.Clear();
            foreach (var entry in entries) list.Add(entry);
        }
    }

    /// <summary>What holds when nobody says anything: what the type begins with, else its <c>DefaultValue</c>.</summary>
    public object? Standard(object fresh)
    {
        var value = Get(fresh);
        if (Shape != SettingShape.Value || !IsNothing(value)
            || Property.GetCustomAttribute<DefaultValueAttribute>()?.Value is not { } standard)
            return value;
        return SettingValue.Parse(SettingValue.Text(standard)!, Element) ?? value;
    }

    private static bool IsNothing(object? value) =>
        value is null or "" || (value.GetType().IsValueType && value.Equals(Activator.CreateInstance(value.GetType())));

    private object List(IReadOnlyList<object> entries)
    {
        var array = Array.CreateInstance(Element, entries.Count);
        for (var i = 0; i < entries.Count; i++) array.SetValue(entries[i], i);
        return Property.PropertyType.IsInstanceOfType(array)
            ? array
            : Activator.CreateInstance(typeof(List<>).MakeGenericType(Element), array)!;
    }

    private static Type? ListElement(Type type)
    {
        if (type.IsSZArray) return type.GetElementType();
        return type.IsGenericType && Lists.Contains(type.GetGenericTypeDefinition()) ? type.GetGenericArguments()[0] : null;
    }

    private static readonly Type[] Lists =
        [typeof(List<>), typeof(IList<>), typeof(ICollection<>), typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>), typeof(
            IEnumerable<>)];
}
