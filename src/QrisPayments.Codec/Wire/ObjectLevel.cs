namespace QrisPayments.Codec;

/// <summary>Which ids of the root hold objects of their own (EMVCo MPM, templates).</summary>
internal static class ObjectLevel
{
    public const int FirstPrimitiveAccount = 2;
    public const int FirstAccountTemplate = 26;
    public const int LastAcquirer = 45;
    public const int Repository = 51;
    public const int AdditionalData = 62;
    public const int Language = 64;
    public const int FirstUnreserved = 80;

    /// <summary>The template must be a chain of objects, or the payload is broken.</summary>
    public static bool IsMandatoryTemplate(int id) =>
        id is (>= FirstAccountTemplate and <= Repository) or AdditionalData or Language;

    /// <summary>The object may hold objects: 80-99 do in the standard, not always in the field.</summary>
    public static bool IsTemplate(int id) => IsMandatoryTemplate(id) || id >= FirstUnreserved;

    /// <summary>Format S, any Unicode text, instead of ans or N: the language template and what follows it.</summary>
    public static bool HoldsUnicode(int id) => id >= Language;
}
