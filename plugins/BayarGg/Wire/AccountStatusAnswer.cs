namespace QrisPayments.BayarGg.Wire;

/// <summary>What <c>get-account-status.php</c> answers.</summary>
internal sealed record AccountStatusAnswer
{
    public bool Success { get; init; } = true;

    public required AccountBlock Account { get; init; }

    public required IntegrationsBlock Integrations { get; init; }
}

/// <summary>Whose account it is.</summary>
internal sealed record AccountBlock
{
    public required string Username { get; init; }

    public required string Email { get; init; }

    public bool IsVerified { get; init; }
}

/// <summary>Which of the merchant's own accounts are connected.</summary>
internal sealed record IntegrationsBlock
{
    public bool Gopay { get; init; }

    public bool Bri { get; init; }

    public bool Ovo { get; init; }
}
