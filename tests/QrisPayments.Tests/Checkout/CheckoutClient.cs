using System.Net;
using System.Text.RegularExpressions;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Checkout;

/// <summary>A customer's browser without script, on one payment's pages.</summary>
internal sealed partial class CheckoutClient(TestHost host, string id, string prefix = "/qris")
{
    private readonly ApiClient _browser = host.Client(key: null, prefix);

    public string Id => id;

    public HttpClient Http => _browser.Http;

    public string Address(string page = "") => $"{prefix}/pay/{id}{page}";

    public Task<Answer> GetAsync(string page = "") => _browser.GetAsync($"/pay/{id}{page}");

    public async Task<string> PageAsync(string query = "") => (await GetAsync(query)).Is(HttpStatusCode.OK).Body;

    public async Task<string> StateAsync() => State().Match(await PageAsync()).Groups[1].Value;

    /// <summary>The token that the page's forms carry.</summary>
    public async Task<string> TokenAsync() => Token().Match(await PageAsync()).Groups[1].Value;

    public async Task<Answer> SubmitAsync(string form) => await PostAsync(form, $"token={await TokenAsync()}");

    public Task<Answer> PostAsync(string form, string? body, string? type = "application/x-www-form-urlencoded") =>
        _browser.PostRawAsync($"/pay/{id}/{form}", body, type);

    [GeneratedRegex("data-state=\"([a-z]+)\"")]
    private static partial Regex State();

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
