using System.Text.Json;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Checkout;

/// <summary>A page's open stream of events, read one by one.</summary>
internal sealed class EventStream(HttpResponseMessage response, StreamReader reader) : IDisposable
{
    public HttpResponseMessage Response => response;

    public static async Task<EventStream> OpenAsync(CheckoutClient browser)
    {
        var response = await browser.Http.GetAsync(browser.Address("/events"), HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return new EventStream(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    public async Task<JsonElement> NextAsync()
    {
        using var patience = new CancellationTokenSource(Wait.Bound);
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return JsonDocument.Parse(line[6..]).RootElement;
        }
        throw new InvalidOperationException("The stream has ended.");
    }

    public async Task<bool> EndsAsync()
    {
        try
        {
            while (await reader.ReadLineAsync() is not null) { }
        }
        catch (IOException)
        {
            // Cut instead of closed is an end, too.
        }
        return true;
    }

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
    }
}
