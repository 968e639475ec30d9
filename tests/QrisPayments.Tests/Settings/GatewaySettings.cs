using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using QrisPayments.Codec;
using QrisPayments.Plugins;

namespace QrisPayments.Tests.Settings;

public enum Channel
{
    [Display(Name = "Kode QR")]
    Qris,
    Wallet,
}

/// <summary>A record as a plugin's author might write it, with one property for each thing that can be said.</summary>
public sealed record GatewaySettings : ICheckSettings, IGatewayAddress
{
    [Required]
    [StringLength(20, MinimumLength = 3)]
    [Display(Name = "Kode toko", Description = "Dari menu Profil.", Prompt = "TOKO-1", GroupName = "Akun", Order = -1)]
    public string ShopCode { get; init; } = "";

    [Required]
    [Secret]
    [MinLength(8)]
    public string ApiKey { get; init; } = "";

    [Secret]
    public string? WebhookToken { get; init; }

    [Range(1, 60)]
    public int Minutes { get; init; } = 15;

    [Range(1_000, 10_000_000)]
    [DataType(DataType.Currency)]
    public long? Ceiling { get; init; }

    [Range(0, 0.7)]
    public decimal Fee { get; init; } = 0.3m;

    public bool IsStrict { get; init; } = true;

    public Channel Channel { get; init; }

    [AllowedValues("id", "en")]
    public string Language { get; init; } = "id";

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    public Uri? BaseUrl { get; init; } = new("https://api.gateway.example/");

    public bool AllowInsecureHttp { get; init; }

    [EmailAddress]
    public string? Contact { get; init; }

    [RegularExpression("[A-Z]{3}")]
    [MaxLength(3)]
    public IReadOnlyList<string> Banks { get; init; } = [];

    [DefaultValue(3)]
    public int Retries { get; init; }

    public Limits Limits { get; init; } = new();

    public string Title => ShopCode + "!";

    public IEnumerable<Fault> Check()
    {
        // As careless as can be: it quotes what it should not.
        if (ApiKey == ShopCode) yield return new Fault(nameof(ApiKey), "same", $"The key {ApiKey} must not be the shop's code.");
    }
}

public sealed class Limits
{
    [Range(1, 100)]
    public int Burst { get; set; } = 10;
}
