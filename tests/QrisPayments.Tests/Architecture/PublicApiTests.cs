using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using QrisPayments.Plugins;

namespace QrisPayments.Tests.Architecture;

/// <summary>
/// Locks what hosts, plugins and their tests compile against. Plugins outlive hosts: what is public in these packages changes on purpose or
/// not at all.
/// </summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("QrisPayments.Abstractions")]
    [InlineData("QrisPayments.Codec")]
    [InlineData("QrisPayments.Testing")]
    public void What_plugins_compile_against_changes_only_on_purpose(string assembly)
    {
        var now = Describe(Assembly.Load(assembly));
        var file = Path.Combine(Root(), "tests", "QrisPayments.Tests", "Architecture", assembly + ".txt");
        var locked = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (now == locked) return;

        var actual = Path.Combine(AppContext.BaseDirectory, assembly + ".txt");
        File.WriteAllText(actual, now);
        var (before, after) = (locked.Split('\n'), now.Split('\n'));
        Assert.Fail($"""
            The public API of {assembly} has changed.
            Gone or changed:
              {string.Join("\n  ", before.Except(after))}
            New or changed:
              {string.Join("\n  ", after.Except(before))}
            Something gone or changed breaks plugins that were built before: leave the old member beside the new one, or raise
            PluginContract.Version and say so in CHANGELOG.md. Something new is fine, but an interface that plugins implement gets
            no new member without a body. When it is on purpose: cp {actual} {file}
            """);
    }

    private static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            var bases = new[] { type.BaseType }.Concat(type.GetInterfaces()).OfType<Type>()
                .Where(parent => parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum) && !type.IsEnum && parent.Name != "IEquatable`1").Select(Name).Order(StringComparer.Ordinal);
            text.Append(Kind(type)).Append(' ').Append(Name(type)).Append(string.Join(", ", bases) is { Length: > 0 } list ? " : " + list : "").Append('\n');
            foreach (var line in Members(type).Order(StringComparer.Ordinal)) text.Append("  ").Append(line).Append('\n');
        }
        return text.ToString();
    }

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var member in type.GetMembers(Declared))
        {
            switch (member)
            {
                case FieldInfo field when field.IsPublic && !field.IsSpecialName:
                    yield return $"{(field.IsLiteral ? $"const {Name(field.FieldType)} {field.Name} = {Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}" : $"{Static(field.IsStatic)}{Name(field.FieldType)} {field.Name}")}";
                    break;
                case PropertyInfo property when Seen(property.GetMethod) || Seen(property.SetMethod):
                    var required = property.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "RequiredMemberAttribute") ? "required " : "";
                    yield return $"{Static((property.GetMethod ?? property.SetMethod)!.IsStatic)}{required}{Name(property.PropertyType)} {property.Name} {{{(Seen(property.GetMethod) ? " get;" : "")}{(Seen(property.SetMethod) ? IsInit(property) ? " init;" : " set;" : "")} }}";
                    break;
                case ConstructorInfo constructor when Seen(constructor):
                    yield return $"new({Parameters(constructor)})";
                    break;
                // What the compiler adds to every record says nothing.
                case MethodInfo method when Seen(method) && !method.IsDefined(typeof(CompilerGeneratedAttribute)) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)):
                    yield return $"{Static(method.IsStatic)}{(method is { IsAbstract: true, DeclaringType.IsInterface: false } ? "abstract " : "")}{Name(method.ReturnType)} {method.Name}{Generic(method)}({Parameters(method)})";
                    break;
            }
        }
    }

    private static bool Seen(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static bool IsInit(PropertyInfo property) =>
        property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit");

    private static string Static(bool isStatic) => isStatic ? "static " : "";

    private static string Kind(Type type) =>
        type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
        : (type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + "class";

    private static string Generic(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name + Constraints(argument)))}>" : "";

    private static string Constraints(Type argument) =>
        argument.GenericParameterAttributes is var attributes and not GenericParameterAttributes.None ? $":{attributes}".Replace(", ", "+", StringComparison.Ordinal) : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {parameter.RawDefaultValue ?? "null"}" : "")}"));

    private static string Name(Type type)
    {
        if (type.IsByRef) return "ref " + Name(type.GetElementType()!);
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } inner) return Name(inner) + "?";
        if (type.IsGenericParameter) return type.Name;
        var name = type.FullName ?? $"{type.Namespace}.{type.Name}";
        if (!type.IsGenericType) return name;
        name = type.GetGenericTypeDefinition().FullName!;
        return $"{name.Split('[')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Embeddable.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
