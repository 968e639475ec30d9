using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg.Wire;

/// <summary>What <c>get-payment-methods.php</c> answers.</summary>
internal sealed record PaymentMethodsAnswer
{
    public bool Success { get; init; }

    public PaymentMethodsBlock? Data { get; init; }

    /// <summary>In place of <see cref="Data"/>, as some clients have seen it.</summary>
    public IReadOnlyList<OfferedMethod>? Methods { get; init; }

    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Error { get; init; }

    /// <summary>In place of <see cref="Error"/>, sometimes.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Message { get; init; }
}

/// <summary>The methods and what they hang on.</summary>
internal sealed record PaymentMethodsBlock
{
    public IReadOnlyList<OfferedMethod>? PaymentMethods { get; init; }

    public UserStatus? UserStatus { get; init; }

    public IReadOnlyDictionary<string, bool>? FeatureStatus { get; init; }
}

/// <summary>One method.</summary>
internal sealed record OfferedMethod
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public bool? Enabled { get; init; }

    public bool? Available { get; init; }

    public bool? SubscriptionRequired { get; init; }

    public bool? HasGrant { get; init; }

    public bool? HasMid { get; init; }

    [JsonConverter(typeof(RupiahJsonConverter))]
    public long? MaxAmount { get; init; }

    /// <summary>What is missing, in words.</summary>
    public IReadOnlyList<string>? Requirements { get; init; }
}

/// <summary>What the account has.</summary>
internal sealed record UserStatus
{
    public bool? HasActiveSubscription { get; init; }

    public bool? HasQrisBayarGgGrant { get; init; }

    public bool? HasGopayConnected { get; init; }
}
