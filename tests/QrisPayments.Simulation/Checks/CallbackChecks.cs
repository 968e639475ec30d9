using QrisPayments.Simulation.Callbacks;
using QrisPayments.Simulation.Model;

namespace QrisPayments.Simulation.Checks;

/// <summary>Each event with a callback address was taken by its receiver, and nothing was told that did not happen.</summary>
internal static class CallbackChecks
{
    public static void Check(Books books, Receiver receiver, Findings findings)
    {
        foreach (var callback in books.Callbacks)
        {
            if (!receiver.Told.TryGetValue(callback.EventId, out var told))
                findings.Add($"{callback.Type} of {callback.PaymentId} ({callback.EventId}, {callback.State}) never reached its receiver.");
            else if (told != new Told(callback.Type, callback.PaymentId))
                findings.Add($"{callback.Type} of {callback.PaymentId} was told as {told.Type} of {told.PaymentId}.");
        }
        var known = books.Callbacks.Select(callback => callback.EventId).ToHashSet(StringComparer.Ordinal);
        foreach (var (id, told) in receiver.Told)
            if (!known.Contains(id)) findings.Add($"{told.Type} of {told.PaymentId} ({id}) was told and is not in the books.");
    }
}
