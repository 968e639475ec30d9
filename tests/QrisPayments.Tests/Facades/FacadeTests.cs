using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Plugins;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Facades;

/// <summary>A host with the facade <see cref="Kasir"/>, and a client that speaks to it.</summary>
public abstract class FacadeTests(Database database) : ModuleTests(database)
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("qris-facade-");

    // One for all calls: each client keeps connections of its own.
    private ApiClient _anybody = null!;

    private protected TestHost Host
    {
        get;
        set
        {
            field = value;
            _anybody = value.Client(null);
        }
    } = null!;

    /// <summary>Where the facade's plugin is written; others may stand beside it.</summary>
    private protected string Folder => _folder.FullName;

    private protected (string, string?)[] Settings(params IEnumerable<(string, string?)> own) => Kasir.Settings(_folder.FullName, own);

    private protected async Task<TestHost> StartWithFacadeAsync(params IEnumerable<(string, string?)> own) =>
        Host = await StartAsync(Settings(own));

    /// <summary>One call with app toko's key, unless another is given.</summary>
    private protected async Task<FacadeReply> CallAsync(
        string method, string path, Dictionary<string, string>? form = null, string? key = "toko-key",
            string root = "/qris/gateways/kasir/", Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), root + path);
        if (form is not null) request.Content = new FormUrlEncodedContent(form);
        if (key is not null) request.Headers.TryAddWithoutValidation("X-Api-Key", key);
        change?.Invoke(request);
        var response = await _anybody.Http.SendAsync(request);
        return new FacadeReply(response, await response.Content.ReadAsStringAsync());
    }

    private protected Task<FacadeReply> CreateAsync(long amount = 50_000, string key = "toko-key", params (string, string)[] more)
    {
        var form = new Dictionary<string, string> { ["amount"] = amount.ToString(CultureInfo.InvariantCulture) };
        foreach (var (name, value) in more) form[name] = value;
        return CallAsync("POST", "api/create", form, key);
    }

    private protected Task<FacadeReply> ChargeAsync(string orderId, string key = "toko-key", params (string, string)[] more)
    {
        var form = new Dictionary<string, string> { ["order_id"] = orderId, ["amount"] = "50000" };
        foreach (var (name, value) in more) form[name] = value;
        return CallAsync("POST", "charge", form, key);
    }

    private protected Task PayAsync(FacadeReply payment) => Host.Api.PostAsync($"/api/v1/sandbox/payments/{payment["id"]}/pay");

    private protected Task SwitchAsync(bool on) =>
        Host.App.Services.GetRequiredService<PluginStore>().SaveAsync([new PluginRow(Kasir.Id, on, 5)], CancellationToken.None);

    private protected Task<FacadeReply> WaitForAsync(string path, HttpStatusCode status, string root = "/qris/gateways/kasir/") =>
        Wait.UntilAsync(() => CallAsync("GET", path, root: root), reply => reply.Status == status, $"{path} answers {status}");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

/// <summary>An answer of the facade: lines of name=value.</summary>
internal sealed record FacadeReply(HttpResponseMessage Response, string Body)
{
    public HttpStatusCode Status => Response.StatusCode;

    public string this[string name] =>
        Body.Split('\n').FirstOrDefault(line => line.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..]
            ?? throw new Xunit.Sdk.XunitException($"No {name} in: {Body}");

    public long Number(string name) => long.Parse(this[name], CultureInfo.InvariantCulture);

    public FacadeReply Is(HttpStatusCode expected) =>
        Status == expected ? this : throw new Xunit.Sdk.XunitException($"Expected {expected}, got {Status}: {Body}");
}
