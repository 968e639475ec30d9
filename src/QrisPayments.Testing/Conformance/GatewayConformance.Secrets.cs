#pragma warning disable CS1591 // The names are the sentences.
using System.Text;
using Xunit;
using QrisPayments.Payments;
using QrisPayments.Plugins;

namespace QrisPayments.Testing;

public abstract partial class GatewayConformance
{
    [Fact]
    public async Task Nothing_secret_and_nothing_of_the_customer_is_logged()
    {
        await ExerciseAsync();
        foreach (var (name, value, _) in Confidential())
            if (_bench.Log.Lines.FirstOrDefault(line => Shows(line, value)) is { } line)
                Assert.Fail($"{name} stands in the plugin's log: {line.Replace(value, "***", StringComparison.Ordinal)} Log references "
                    + "and status codes, never what was sent or answered.");
    }

    [Fact]
    public async Task Nothing_secret_and_nothing_of_the_customer_stands_in_a_result()
    {
        var results = await ExerciseAsync();
        foreach (var (name, value, _) in Confidential())
            if (results.FirstOrDefault(result => Shows(result, value)) is { } result)
                Assert.Fail($"{name} stands in a result or an exception: {result.Replace(value, "***", StringComparison.Ordinal)} "
                    + "Messages are stored and shown: say what happened, never what was sent or answered.");
    }

    [Fact]
    public async Task Nothing_secret_and_nothing_of_the_customer_stands_in_an_address()
    {
        await ExerciseAsync();
        foreach (var (name, value) in Confidential().Where(value => !_script.SecretsInAddress || !value.IsSecret)
            .Select(value => (value.Name, value.Value)))
            if (_stub.Requests.FirstOrDefault(request => Shows(request.Target, value)) is { } request)
                Assert.Fail($"{name} stands in an address: {request.Method} "
                    + $"{request.Target.Replace(value, "***", StringComparison.Ordinal)}. Addresses end up in logs on the way: "
                    + "put it into a header or the body; if the gateway demands it, say SecretsInAddress = true in the script.");
    }

    /// <summary>Uses the plugin in all the ways that the script knows, and returns what a person might get to read of it.</summary>
    private async Task<IReadOnlyList<string>> ExerciseAsync()
    {
        var said = new List<string>();
        async Task TryAsync(Func<Task<string>> call)
        {
            try
            {
                said.Add(await call().WaitAsync(Hang));
            }
            // Whether it may throw is another test's question; what the exception says is this one's.
            catch (Exception exception)
            {
                said.Add(exception.ToString());
            }
        }
        var payment = NewPayment();
        var answers = GatewayFaults.All.Select(fault => fault.Reply).Append(GatewayFaults.TooManyRequests).ToList();
        foreach (var words in (Func<GatewayPayment, GatewayReply>?[])[_script.Created, _script.Refused, _script.Status, _script.NotFound,
            _script.Cancelled, _script.TooLate, _script.RefundRefused])
            if (words is not null) answers.Add(request => words(payment with { Asked = request }));
        foreach (var answer in answers)
        {
            _stub.Answer = answer;
            await TryAsync(async () => (await Provider.OpenAsync(payment.Request, CancellationToken.None)).ToString());
            if (Has<IQueryStatus>(out var query))
                await TryAsync(async () => (await query.QueryAsync(Attempt(payment), CancellationToken.None)).ToString());
            if (Has<ICancelAttempts>(out var cancel))
                await TryAsync(async () => (await cancel.CancelAsync(Attempt(payment), CancellationToken.None)).ToString());
            if (Has<IRefund>(out var refund))
                await TryAsync(async () => (await refund.RefundAsync(Refund(payment).Request, CancellationToken.None)).ToString());
            if (Has<IReadLedger>(out var ledger))
                await TryAsync(async () => (await ledger.ReadAsync(_clock.GetUtcNow(), CancellationToken.None)).ToString());
        }
        if (Has<IReceiveWebhooks>(out var hooks) && _script.Webhook is not null)
        {
            var hook = Hook(PaidHook());
            foreach (var request in (WebhookRequest[])[hook, hook with { Headers = Plain() },
                Hook(payment, Encoding.UTF8.GetBytes($"{string.Join(' ', Confidential().Select(value => value.Value))}"))])
                await TryAsync(() => Task.FromResult(hooks.Read(request).ToString()));
        }
        return said;
    }

    private IEnumerable<(string Name, string Value, bool IsSecret)> Confidential()
    {
        var settings = _bench.Settings(_stub.Address);
        foreach (var secret in _bench.Secrets())
            if (secret.GetValue(settings) is string { Length: > 0 } value) yield return ($"The secret {secret.Name}", value, true);
        var customer = NewPayment().Request.Customer!;
        yield return ("The customer's name", customer.Name!, false);
        yield return ("The customer's e-mail address", customer.Email!, false);
        yield return ("The customer's telephone number", customer.Phone!, false);
    }

    private static bool Shows(string text, string value) =>
        text.Contains(value, StringComparison.Ordinal) || text.Contains(Uri.EscapeDataString(value), StringComparison.OrdinalIgnoreCase)
        || text.Contains(value.Replace(' ', '+'), StringComparison.Ordinal)
        || text.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(value)), StringComparison.Ordinal);
}
