using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;

namespace QrisPayments.Storage;

/// <summary>
/// How rows become <typeparamref name="T"/>: a single value, or an object whose properties are named like the columns, in any case. A value
/// that is NULL leaves its property as the object was made. Dapper does not read them, because a host can tell it, for the whole process,
/// how to read a type and which column belongs to which property.
/// </summary>
internal static class RowType<T>
{
    private static readonly bool IsValue = Column.Reader(typeof(T)) is not null;

    /// <summary>One for each list of columns that was met: most types have one.</summary>
    private static volatile Layout[] _layouts = [];

    /// <summary>How the rows of this result are read.</summary>
    /// <exception cref="InvalidOperationException">A column has no property; what it holds would be lost without a word.</exception>
    public static Func<DbDataReader, T> Of(DbDataReader result)
    {
        foreach (var layout in _layouts)
            if (layout.Fits(result)) return layout.Read;
        var names = Enumerable.Range(0, result.FieldCount).Select(result.GetName).ToArray();
        var made = new Layout(names, IsValue ? Value() : Object(names));
        // Two that meet make it twice, and the one that is forgotten is made again.
        _layouts = [.. _layouts, made];
        return made.Read;
    }

    private static Func<DbDataReader, T> Value()
    {
        var row = Expression.Parameter(typeof(DbDataReader));
        return Expression.Lambda<Func<DbDataReader, T>>(
            Expression.Condition(IsNull(row, 0), Expression.Default(typeof(T)), ValueOf(row, 0, typeof(T))), row).Compile();
    }

    private static Func<DbDataReader, T> Object(IReadOnlyList<string> names)
    {
        var row = Expression.Parameter(typeof(DbDataReader));
        var made = Expression.Variable(typeof(T));
        List<Expression> steps = [Expression.Assign(made, Expression.New(typeof(T)))];
        for (var i = 0; i < names.Count; i++)
        {
            var property = typeof(T).GetProperty(names[i], BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
            if (property is not { CanWrite: true })
                throw new InvalidOperationException($"{typeof(T).Name} has no property for the column {names[i]}.");
            steps.Add(Expression.IfThen(Expression.Not(IsNull(row, i)),
                Expression.Assign(Expression.Property(made, property), ValueOf(row, i, property.PropertyType))));
        }
        steps.Add(made);
        return Expression.Lambda<Func<DbDataReader, T>>(Expression.Block([made], steps), row).Compile();
    }

    private static MethodCallExpression IsNull(Expression row, int column) =>
        Expression.Call(row, nameof(DbDataReader.IsDBNull), null, Expression.Constant(column));

    private static UnaryExpression ValueOf(Expression row, int column, Type type) =>
        Column.Reader(type) is { } reader
            ? Expression.Convert(Expression.Call(reader, row, Expression.Constant(column)), type)
            : throw new InvalidOperationException($"{typeof(T).Name} has a {type.Name}, which no column is read as.");

    private sealed record Layout(string[] Names, Func<DbDataReader, T> Read)
    {
        public bool Fits(DbDataReader result)
        {
            // A single value is read from the first column, whatever its name.
            if (IsValue) return true;
            if (result.FieldCount != Names.Length) return false;
            for (var i = 0; i < Names.Length; i++)
                if (result.GetName(i) != Names[i]) return false;
            return true;
        }
    }
}
