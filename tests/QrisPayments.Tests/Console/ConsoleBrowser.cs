using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Console;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Console;

/// <summary>Somebody's browser on the console: keeps cookies, runs no script.</summary>
internal sealed partial class ConsoleBrowser : IDisposable
{
    private readonly HttpClient _http;
    private readonly CookieContainer _cookies = new();
    private readonly TestHost? _host;

    /// <summary>The developer's own, which has used the link of the start: the owner of a host in Development.</summary>
    public ConsoleBrowser(TestHost host) : this(host.Root) => _host = host;

    public ConsoleBrowser(Uri root, string? user = null, string prefix = "/qris")
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies }) { BaseAddress = root };
        Prefix = prefix;
        Introduce(user);
    }

    public ConsoleBrowser(HttpClient http, string? user = null, string prefix = "/qris")
    {
        _http = http;
        Prefix = prefix;
        Introduce(user);
    }

    public string Prefix { get; }

    public HttpClient Http => _http;

    public Task<Answer> GetAsync(string page = "") => SendAsync(new HttpRequestMessage(HttpMethod.Get, $"{Prefix}/admin{page}"));

    public async Task<string> PageAsync(string page = "") => (await GetAsync(page)).Is(HttpStatusCode.OK).Body;

    /// <summary>Submits a form as the page <paramref name="from"/> would.</summary>
    public async Task<Answer> SubmitAsync(string from, string form, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await PageAsync(from));
        return await PostAsync(form, [.. fields, (token.Groups[1].Value, token.Groups[2].Value)]);
    }

    public Task<Answer> PostAsync(string form, params (string Name, string Value)[] fields) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, $"{Prefix}/admin{form}")
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        });

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        // The link works once and its pass for half a day; a test has several browsers and moves the clock.
        if (_host is not null)
            _cookies.Add(_host.Root, new Cookie($"qris-console-{_host.Root.Port}",
                _host.App.Services.GetRequiredService<DevelopmentPass>().Issue(), Prefix + "/admin"));
        var response = await _http.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    /// <summary>Where the browser is led after a form.</summary>
    public static string Goal(Answer answer)
    {
        answer.Is(HttpStatusCode.SeeOther);
        return answer.Response.Headers.Location!.OriginalString;
    }

    /// <summary>Name and value of the forms' token.</summary>
    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*RequestVerificationToken|[^\"]*-antiforgery)\" value=\"([^\"]+)\">")]
    public static partial Regex Token();

    public void Dispose() => _http.Dispose();

    private void Introduce(string? user)
    {
        if (user is not null) _http.DefaultRequestHeaders.Add("X-User", user);
        _http.DefaultRequestHeaders.Add("Accept-Language", "en");
    }
}
