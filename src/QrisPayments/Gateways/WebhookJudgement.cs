using QrisPayments.Plugins;

namespace QrisPayments.Gateways;

/// <summary>A plugin's verdict as the inbox keeps it.</summary>
internal sealed record WebhookJudgement
{
    /// <summary>One of <see cref="WebhookVerdicts"/>.</summary>
    public required string Verdict { get; init; }

    /// <summary>What it says, if it is to be applied.</summary>
    public ReadWebhook? Reading { get; init; }

    /// <summary>Why it is not applied, for a person.</summary>
    public string? Reason { get; init; }

    /// <summary>Anybody may have sent it: the beginning of it is kept for a day, within <see cref="StrangerBudget"/>.</summary>
    public bool IsOfStranger { get; init; }

    /// <summary>It was accepted and cannot be understood, so a person has to read it (WIRE Q18).</summary>
    public bool NeedsCase => Reading is null && !IsOfStranger;

    public string State => Reading is null ? WebhookStates.Kept : WebhookStates.Verified;

    public static WebhookJudgement Of(WebhookVerdict verdict) => verdict switch
    {
        WebhookVerdict.Genuine genuine => new WebhookJudgement
        {
            Verdict = genuine.IsProven ? WebhookVerdicts.Genuine : WebhookVerdicts.Hint, Reading = ReadWebhook.Of(genuine),
            IsOfStranger = !genuine.IsProven,
        },
        WebhookVerdict.Forged forged => new WebhookJudgement
        {
            Verdict = WebhookVerdicts.Forged, Reason = forged.Reason, IsOfStranger = true,
        },
        // What was accepted will not come again.
        WebhookVerdict.Malformed malformed => new WebhookJudgement
        {
            Verdict = WebhookVerdicts.Malformed, Reason = malformed.Reason,
            IsOfStranger = !malformed.IsProven || malformed.Reply.StatusCode is not (>= 200 and < 300),
        },
        _ => throw new InvalidOperationException($"Unknown verdict {verdict.GetType().Name}."),
    };
}
