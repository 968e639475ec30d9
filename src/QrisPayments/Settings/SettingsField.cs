using QrisPayments.Codec;

namespace QrisPayments.Settings;

/// <summary>How a setting is entered.</summary>
internal enum SettingKind
{
    Text,

    /// <summary>Text that can be replaced and taken away, but not read.</summary>
    Secret,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>Whole rupiah.</summary>
    Money,

    /// <summary>A number with a point.</summary>
    Decimal,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>One of <see cref="SettingsField.Choices"/>.</summary>
    Choice,

    /// <summary>A span of time: <c>00:15:00</c>.</summary>
    Time,

    /// <summary>An absolute address.</summary>
    Address,

    /// <summary>Texts, one per line.</summary>
    List,
}

/// <summary>One value to choose.</summary>
internal sealed record SettingChoice(string Value, string Label);

/// <summary>
/// One setting as a form and a schema show it: words and numbers only, nothing of the plugin's own types, so it may be kept.
/// </summary>
internal sealed record SettingsField
{
    /// <summary>The name in the form and under the account's section in configuration: <c>Qris</c>, <c>Limits:Burst</c>.</summary>
    public required string Name { get; init; }
    public required string Label { get; init; }
    public string? Description { get; init; }

    /// <summary>An example, or a hint, inside an empty field.</summary>
    public string? Prompt { get; init; }
    public string? Group { get; init; }
    public int Order { get; init; }
    public required SettingKind Kind { get; init; }
    public IReadOnlyList<SettingChoice> Choices { get; init; } = [];

    /// <summary>It must be given: it has no standard value.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Bounds of a number or a span of time.</summary>
    public string? Min { get; init; }
    public string? Max { get; init; }

    /// <summary>Characters; entries, for a list.</summary>
    public int? MinLength { get; init; }
    public int? MaxLength { get; init; }

    /// <summary>A regular expression that the whole text, or each entry of a list, has to match.</summary>
    public string? Pattern { get; init; }

    /// <summary><c>email</c> or <c>uri</c>.</summary>
    public string? Format { get; init; }

    /// <summary>What holds when nobody says anything; never told of a secret.</summary>
    public string? Standard { get; init; }

    /// <summary>What holds now; never told of a secret.</summary>
    public string? Value { get; init; }

    /// <summary>Somebody gave a value, in the console or in configuration: for a secret, all that can be known.</summary>
    public bool IsSet { get; init; }

    /// <summary>The place in configuration that decides it, so that the form cannot; else null.</summary>
    public string? LockedBy { get; init; }
}
