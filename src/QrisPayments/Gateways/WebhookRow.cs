namespace QrisPayments.Gateways;

/// <summary>A webhook as stored.</summary>
internal sealed record WebhookRow
{
    public const string Select = """
        SELECT id AS Id, account AS Account, attempt_id AS AttemptId, headers AS Headers, query AS Query, path_key AS PathKey,
          body AS Body, is_cut AS IsCut,
               verdict AS Verdict, reading AS Reading, state AS State, tries AS Tries, received_at AS ReceivedAtDb,
               replayed_at AS ReplayedAtDb, asked_at AS AskedAtDb
        FROM qris_webhooks
        """;

    public string Id { get; init; } = "";
    public string Account { get; init; } = "";
    public string? AttemptId { get; init; }
    public string Headers { get; init; } = "";
    public string Query { get; init; } = "";
    public string? PathKey { get; init; }
    public string Body { get; init; } = "";

    /// <summary>Only the body's beginning was kept.</summary>
    public bool IsCut { get; init; }

    public string? Verdict { get; init; }

    /// <summary>What it was read to say (<see cref="ReadWebhook"/>), once it is verified.</summary>
    public string? Reading { get; init; }

    /// <summary>Anybody may have sent it.</summary>
    public bool IsHint => Verdict == WebhookVerdicts.Hint;

    public string State { get; init; } = "";
    public int Tries { get; init; }
    public DateTime ReceivedAtDb { get; init; }
    public DateTime? ReplayedAtDb { get; init; }

    /// <summary>When the gateway was asked because of it and did not confirm it; null until then.</summary>
    public DateTime? AskedAtDb { get; init; }

    /// <summary>Since when it is worked on.</summary>
    public DateTime Since => ReplayedAtDb > ReceivedAtDb ? ReplayedAtDb.Value : ReceivedAtDb;
}

/// <summary>What the plugin thinks of it.</summary>
internal static class WebhookVerdicts
{
    public const string Genuine = "genuine";
    public const string Forged = "forged";
    public const string Malformed = "malformed";

    /// <summary>It can be understood, and nothing proves who sent it.</summary>
    public const string Hint = "hint";
}

/// <summary>Where a webhook stands on its way: received, verified, read (in the same step), applied.</summary>
internal static class WebhookStates
{
    /// <summary>Stored, and not verified yet: the host stopped, or the plugin failed.</summary>
    public const string Received = "received";

    /// <summary>Genuine, and read; it is to be applied.</summary>
    public const string Verified = "verified";

    public const string Applied = "applied";

    /// <summary>Forged or malformed, or a hint about nothing of ours: kept, and nothing more.</summary>
    public const string Kept = "kept";

    /// <summary>Genuine, and of no known attempt even after a day of asking.</summary>
    public const string Dead = "dead";
}
