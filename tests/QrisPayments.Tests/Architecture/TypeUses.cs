using System.Reflection;
using System.Reflection.Emit;

namespace QrisPayments.Tests.Architecture;

/// <summary>
/// Which types of one assembly a type uses, read from the compiled code: bases, members, attributes, and every type, method and field
/// that its methods name. What the compiler makes for a type (closures, state machines) counts as that type.
/// </summary>
internal static class TypeUses
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue =
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!)
            .ToDictionary(code => code.Value);

    /// <summary>
    /// The outermost types of <paramref name="assembly"/> that the outermost type <paramref name="type"/> uses, without itself.
    /// </summary>
    public static IReadOnlySet<Type> Of(Type type, Assembly assembly)
    {
        var found = new HashSet<Type>();
        foreach (var part in Nested(type).Prepend(type)) Collect(part, found);
        return found.SelectMany(Parts).Where(used => used.Assembly == assembly).Select(Outermost).Where(used => used != type).ToHashSet();
    }

    /// <summary>
    /// Every text that the methods of the outermost type <paramref name="type"/> hold: constants stand where they are used.
    /// </summary>
    public static IEnumerable<string> TextsOf(Type type) =>
        from part in Nested(type).Prepend(type)
        from method in part.GetMethods(Declared).Cast<MethodBase>().Concat(part.GetConstructors(Declared))
        from instruction in Instructions(method)
        where instruction.Code.OperandType == OperandType.InlineString
        select method.Module.ResolveString(instruction.Token);

    public static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer) type = outer;
        return type;
    }

    private static IEnumerable<Type> Nested(Type type) =>
        type.GetNestedTypes(Declared).SelectMany(nested => Nested(nested).Prepend(nested));

    private static void Collect(Type type, HashSet<Type> found)
    {
        if (type.BaseType is { } parent) found.Add(parent);
        found.UnionWith(type.GetInterfaces());
        found.UnionWith(type.CustomAttributes.Select(attribute => attribute.AttributeType));
        foreach (var field in type.GetFields(Declared)) found.Add(field.FieldType);
        foreach (var property in type.GetProperties(Declared)) found.Add(property.PropertyType);
        foreach (var method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)))
        {
            if (method is MethodInfo { ReturnType: var result }) found.Add(result);
            found.UnionWith(method.GetParameters().Select(parameter => parameter.ParameterType));
            found.UnionWith(method.CustomAttributes.Select(attribute => attribute.AttributeType));
            CollectBody(method, found);
        }
    }

    private static void CollectBody(MethodBase method, HashSet<Type> found)
    {
        if (method.GetMethodBody() is not { } body) return;
        found.UnionWith(body.LocalVariables.Select(local => local.LocalType));
        found.UnionWith(body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause)
            .Select(clause => clause.CatchType).OfType<Type>());
        foreach (var (code, token) in Instructions(method))
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
                CollectToken(method, token, found);
    }

    /// <summary>The instructions that name something, with the token of what they name.</summary>
    private static IEnumerable<(OpCode Code, int Token)> Instructions(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il) yield break;
        for (var at = 0; at < il.Length;)
        {
            var code = il[at] == 0xFE ? OpCodesByValue[(short)(0xFE00 | il[at + 1])] : OpCodesByValue[il[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok or OperandType.InlineString)
                yield return (code, BitConverter.ToInt32(il, at));
            at += code.OperandType == OperandType.InlineSwitch ? 4 + 4 * BitConverter.ToInt32(il, at) : SizeOf(code.OperandType);
        }
    }

    private static void CollectToken(MethodBase method, int token, HashSet<Type> found)
    {
        var typeArguments = method.DeclaringType is { IsGenericType: true } declaring ? declaring.GetGenericArguments() : null;
        var methodArguments = method is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : null;
        var member = method.Module.ResolveMember(token, typeArguments, methodArguments)!;
        found.Add(member as Type ?? member.DeclaringType!);
        switch (member)
        {
            case MethodInfo called:
                found.Add(called.ReturnType);
                found.UnionWith(called.GetParameters().Select(parameter => parameter.ParameterType));
                if (called.IsGenericMethod) found.UnionWith(called.GetGenericArguments());
                break;
            case FieldInfo field:
                found.Add(field.FieldType);
                break;
        }
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    /// <summary>A constructed type and what it is made of.</summary>
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType) return Parts(type.GetElementType()!);
        if (type.IsGenericParameter) return [];
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Prepend(type.GetGenericTypeDefinition()) : [type];
    }
}
