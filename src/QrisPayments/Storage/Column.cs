using System.Data.Common;
using System.Globalization;
using System.Reflection;

namespace QrisPayments.Storage;

/// <summary>
/// Reads one value that is not NULL, whatever type the driver has for it: a flag is a bool, a byte or a long, a sum a decimal, a time in
/// SQLite a text. No option of a connection string changes what it means.
/// </summary>
internal static class Column
{
    private static readonly Dictionary<Type, MethodInfo> Readers = new()
    {
        [typeof(string)] = Method(nameof(Text)),
        [typeof(long)] = Method(nameof(Long)),
        [typeof(int)] = Method(nameof(Int)),
        [typeof(bool)] = Method(nameof(Flag)),
        [typeof(DateTime)] = Method(nameof(Time)),
    };

    /// <summary>The method that reads values of a type, or of a nullable one; null when no column is read as it.</summary>
    public static MethodInfo? Reader(Type type) => Readers.GetValueOrDefault(Nullable.GetUnderlyingType(type) ?? type);

    public static string Text(DbDataReader row, int column) => row.GetValue(column) as string ?? throw Unfit(row, column, "text");

    public static int Int(DbDataReader row, int column) => checked((int)Long(row, column));

    public static bool Flag(DbDataReader row, int column) => Long(row, column) != 0;

    public static long Long(DbDataReader row, int column) => row.GetValue(column) switch
    {
        long number => number,
        int number => number,
        bool flag => flag ? 1 : 0,
        // A sum of MySQL. A part of a rupiah there would be a fault of ours, and must not be cut off in silence.
        decimal number when number == decimal.Truncate(number) => checked((long)number),
        ulong number => checked((long)number),
        uint number => number,
        short number => number,
        ushort number => number,
        sbyte number => number,
        byte number => number,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Unfit(row, column, "whole number"),
    };

    /// <summary>In UTC. The driver's own kind is an option of the connection string, and says nothing about what was written.</summary>
    public static DateTime Time(DbDataReader row, int column) => DateTime.SpecifyKind(row.GetDateTime(column), DateTimeKind.Utc);

    private static InvalidCastException Unfit(DbDataReader row, int column, string wanted) =>
        new($"The column {row.GetName(column)} holds a {row.GetValue(column).GetType().Name}, not a {wanted}.");

    private static MethodInfo Method(string name) => typeof(Column).GetMethod(name, BindingFlags.Public | BindingFlags.Static)!;
}
