using System.ComponentModel.DataAnnotations;
using System.Globalization;
using QrisPayments.Codec;
using QrisPayments.Settings;

namespace QrisPayments.Plugins.Providers;

/// <summary>
/// When the shop offers an account: in the console beside the plugin's own settings, in configuration under <c>Routing</c>.
/// </summary>
internal sealed class RoutingSettings : ICheckSettings
{
    /// <summary>The sub-section, and what stands before these names in a form.</summary>
    public const string Section = "Routing";

    /// <summary>
    /// Far above what QRIS and Midtrans charge (0.3 to 2 %), and far below what a mistaken unit makes of an amount: sen for rupiah is a
    /// hundred times as much.
    /// </summary>
    public const int DefaultMaxFeePercent = 5;

    [Display(Name = "Offered", Description = "Off: no new payments are opened here. What is open goes on.", GroupName = Section)]
    public bool Enabled { get; set; } = true;

    [Range(0, 10_000)]
    [Display(Name = "Place", Description = "Among this plugin's accounts; the least is tried first.", GroupName = Section)]
    public int Position { get; set; }

    [Range(1, long.MaxValue)]
    [DataType(DataType.Currency)]
    [Display(Name = "Minimum amount", Description = "Whole rupiah.", GroupName = Section)]
    public long? MinAmount { get; set; }

    [Range(1, long.MaxValue)]
    [DataType(DataType.Currency)]
    [Display(Name = "Greatest amount", Description = "Whole rupiah.", GroupName = Section)]
    public long? MaxAmount { get; set; }

    [Range(0, 100)]
    [Display(Name = "Highest fee in percent", Description = "How much more than the amount the gateway may ask of the customer, beside a "
        + "unique code of up to 999. A higher total is refused, since it is more likely a mistake than a fee.", GroupName = Section)]
    public int MaxFeePercent { get; set; } = DefaultMaxFeePercent;

    [RegularExpression("([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]")]
    [Display(Name = "Hours", Description = "When new payments are opened here, in WIB; may run over midnight. Empty: always.",
        Prompt = "07:00-22:00", GroupName = Section)]
    public string? Hours { get; set; }

    public IEnumerable<Fault> Check()
    {
        if (MinAmount > MaxAmount)
            yield return new Fault(nameof(MinAmount), "invalid",
                $"{nameof(MinAmount)} is greater than {nameof(MaxAmount)}: no payment would ever fit.");
        if (Hours is { Length: 11 } hours && hours[..5] == hours[6..])
            yield return new Fault(nameof(Hours), "invalid",
                $"{nameof(Hours)} must not begin and end at one time; leave it empty for the whole day.");
    }

    /// <summary>Those that were taken from a form and found right.</summary>
    public static RoutingSettings Of(IReadOnlyDictionary<string, string> accepted)
    {
        var routing = new RoutingSettings();
        _ = SettingsBinder.Bind(routing, SettingsLayers.Of(accepted, $"{Section}:"));
        return routing;
    }

    public static IReadOnlyDictionary<string, string> Texts(
        bool isEnabled, int position, long? minAmount, long? maxAmount, int maxFeePercent, string? hours)
    {
        var texts = new Dictionary<string, string>
        {
            [nameof(Enabled)] = SettingValue.Text(isEnabled)!, [nameof(Position)] = position.ToString(CultureInfo.InvariantCulture),
            [nameof(MaxFeePercent)] = maxFeePercent.ToString(CultureInfo.InvariantCulture),
        };
        if (minAmount is { } min) texts[nameof(MinAmount)] = min.ToString(CultureInfo.InvariantCulture);
        if (maxAmount is { } max) texts[nameof(MaxAmount)] = max.ToString(CultureInfo.InvariantCulture);
        if (hours is not null) texts[nameof(Hours)] = hours;
        return texts;
    }
}
