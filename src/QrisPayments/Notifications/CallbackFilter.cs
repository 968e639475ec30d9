using System.Text.Json;
using System.Text.Json.Nodes;
using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Plugins;

namespace QrisPayments.Notifications;

/// <summary>
/// Has plugins add to what a callback says, before it is signed. They may add members; those that are documented stay as the books
/// have them, because receivers act on them.
/// </summary>
internal sealed class CallbackFilter(PluginFilters filters)
{
    private const int MaxPayload = 64 * 1024;

    /// <summary>The payment as the callback tells it.</summary>
    public async Task<object> ApplyAsync(string type, Payment payment, CancellationToken cancellationToken)
    {
        var data = PaymentJson.Of(payment);
        if (!filters.Any<CallbackPayload>()) return data;
        var payload = new CallbackPayload
        {
            Type = type, PaymentId = payment.Id, Data = (JsonObject)JsonSerializer.SerializeToNode(data, JsonShapes.Options)!
        };
        return (await filters.ApplyAsync(payload, before => before with { Data = (JsonObject)before.Data.DeepClone() }, Accept,
            cancellationToken)).Data;
    }

    private static CallbackPayload Accept(CallbackPayload before, CallbackPayload after)
    {
        if (after.Data is null) throw new PluginAnswerException("It took the data away.");
        // Through text: nodes may hold objects of the plugin's own, which would be read on somebody else's time.
        var text = after.Data.ToJsonString();
        if (text.Length > MaxPayload) throw new PluginAnswerException($"It made the callback longer than {MaxPayload / 1024} KB.");
        var data = (JsonObject)JsonNode.Parse(text)!;
        foreach (var (name, value) in before.Data)
            if (!data.TryGetPropertyValue(name, out var now) || !JsonNode.DeepEquals(value, now))
                throw new PluginAnswerException($"It changed '{name}'; a filter may add members, but those of the documentation stay.");
        return before with { Data = data };
    }
}
