namespace QrisPayments.Foundation;

/// <summary>Collects what is wrong with one request.</summary>
internal sealed class Faults
{
    public List<Fault> Found { get; } = [];

    public void Add(string field, string code, string message) => Found.Add(new Fault(field, code, message));

    /// <summary>Checks the length of an optional text and that it can be stored; true when it may be looked at further.</summary>
    public bool Text(string field, string? value, int maxLength)
    {
        if (value is null) return true;
        if (value.Length > maxLength)
        {
            Add(field, "too_long", $"{field} may have at most {maxLength} characters.");
            return false;
        }
        if (!IsText(value))
        {
            Add(field, "invalid", $"{field} must not hold control characters or broken Unicode.");
            return false;
        }
        return true;
    }

    /// <summary>Text that UTF-8 can carry and a page can show: no lone surrogates, no control characters but line ends and tabs.</summary>
    public static bool IsText(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) return false;
            if (!char.IsSurrogate(c)) continue;
            if (!char.IsHighSurrogate(c) || i + 1 == value.Length || !char.IsLowSurrogate(value[i + 1])) return false;
            i++;
        }
        return true;
    }

    /// <summary>Whether a text that names something holds what is not seen: two names that look alike must not be two.</summary>
    public static bool HasControls(string value) => value.Any(char.IsControl) || !CleanText.IsClean(value);
}
