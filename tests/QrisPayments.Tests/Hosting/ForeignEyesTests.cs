using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Tests.Facades;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Hosting;

/// <summary>
/// Every GET route of the module, walked by an owner, a stranger and another app, again and again, through hosts that keep all they can:
/// what one of them may see is served to no other. The routes are read from the host, so that a new one is walked, too.
/// </summary>
public sealed partial class ForeignEyesTests(SqliteFile database) : FacadeTests(database), IClassFixture<SqliteFile>
{
    /// <summary>Stands in what only its owner may see.</summary>
    private const string Mark = "RAHASIA-88";

    private sealed record Visitor(string Name, string? Key, string? User);

    private static readonly Visitor Owner = new("owner", "toko-key", "owner");
    private static readonly Visitor Stranger = new("stranger", null, null);
    private static readonly Visitor Other = new("another app", "warung-key", "budi");

    [Theory]
    [InlineData(HostKind.Plain)]
    [InlineData(HostKind.Hostile)]
    [InlineData(HostKind.HostileBeforeRouting)]
    public async Task F10_what_one_app_or_visitor_may_see_is_served_to_no_other(HostKind kind)
    {
        Host = Owned(await HostileHost.StartAsync(kind, Database, Clock, Settings(("QrisPayments:Apps:2:Scopes:0", "payments"))));
        var made = (await CreateAsync(more: [("description", Mark), ("name", Mark), ("ref_id", Mark)])).Is(HttpStatusCode.OK);
        await PayAsync(await CreateAsync(60_000));
        var paths = Paths(await ValuesAsync(made));
        var seen = new Dictionary<string, string>();
        using var visitors = Host.Client(key: null, prefix: "");
        var found = 0;
        foreach (var path in paths)
        {
            // The address of a payment is itself the key to it.
            var isPublic = path.Contains("/pay/", StringComparison.Ordinal) || path.Contains("/pay?", StringComparison.Ordinal);
            foreach (var visitor in new[] { Stranger, Owner, Stranger, Other, Owner, Other, Stranger })
            {
                // A payment has five streams at once, and one that was just closed may still count.
                var (status, body, age) = await Wait.UntilAsync(() => LookAsync(visitors, path, visitor), look => look.Status != 429,
                    $"{path} answers");
                Assert.True(age is null, $"{path} came out of a cache");
                Assert.True(status < 500, $"{path}: {status} {body}");
                var isMarked = body.Contains(Mark, StringComparison.Ordinal) || body.Contains(made["reference"], StringComparison.Ordinal);
                if (visitor == Owner && isMarked && !isPublic) found++;
                Assert.False(isMarked && visitor != Owner && !isPublic, $"{visitor.Name} sees at {path} what is the owner's");
                // An output cache in front of routing has the second viewer of a stream wait for the first, and then shows nothing.
                if (kind == HostKind.HostileBeforeRouting && path.EndsWith("/events", StringComparison.Ordinal)) continue;
                // What a visitor gets does not depend on who came before.
                var first = $"{status} {Bare(body)}";
                if (seen.TryAdd($"{visitor.Name} {path}", first)) continue;
                Assert.True(seen[$"{visitor.Name} {path}"] == first,
                    $"{visitor.Name} got at {path} first {seen[$"{visitor.Name} {path}"]} and then {first}");
            }
        }
        // Of the API, of the facade at both places, and of the console.
        Assert.True(found >= 10, $"The owner saw his mark {found} times: the walk misses what it is for.");
        Assert.True(paths.Count >= 30, string.Join('\n', paths));
        // And nothing is told of a payment that was true before.
        foreach (var page in new[] { "", "/status", "/qr.svg", "/receipt" })
        {
            var before = await LookAsync(visitors, $"/qris/pay/{made["id"]}{page}", Stranger);
            if (page == "") await PayAsync(made);
            var after = await LookAsync(visitors, $"/qris/pay/{made["id"]}{page}", Stranger);
            if (page == "") Assert.NotEqual(Bare(before.Body), Bare(after.Body));
            else Assert.True(after.Status is 200 || page == "/qr.svg", page + " " + after.Status);
        }
    }

    private async Task<Dictionary<string, string>> ValuesAsync(FacadeReply made)
    {
        await Host.Api.ReportAsync("ref-1", 77_777, Clock.GetUtcNow());
        return new()
        {
            ["id"] = made["id"], ["account"] = "static-qris", ["reference"] = made["reference"], ["code"] = "toko", ["key"] = "toko-key",
            ["token"] = "no-token", ["rest"] = "nothing/here", ["hash"] = "0", ["file"] = "x.css", ["plugin"] = Kasir.Id,
            ["path"] = "api/list",
            ["credits/{id}"] = (await Database.ScalarAsync<string>("SELECT id FROM qris_credits WHERE outcome = 'unmatched'"))!,
            ["plugins/{id}"] = "static-qris", ["reviews/{id}"] = "rev_0", ["webhooks/{id}"] = "whk_0",
            ["accounts/{account}"] = "static-qris",
        };
    }

    /// <summary>Every pattern that takes GET, with values for its parameters, the facade's own paths and a query that picks one.</summary>
    private List<string> Paths(Dictionary<string, string> values)
    {
        var patterns = Host.App.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is not { Count: > 0 } methods
                || methods.Contains("GET"))
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(pattern => pattern.StartsWith("/qris", StringComparison.Ordinal)
                || pattern.StartsWith("/kasir", StringComparison.Ordinal))
            .Distinct().ToList();
        var paths = patterns.Select(pattern => Parameter().Replace(pattern, match =>
        {
            var name = match.Groups[1].Value;
            var before = pattern[..match.Index].Split('/', StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
            return values.GetValueOrDefault($"{before}/{{{name}}}") ?? values.GetValueOrDefault(name)
                ?? throw new Xunit.Sdk.XunitException($"Give {name} of {pattern} a value, so that it is walked");
        })).ToList();
        foreach (var root in new[] { "/qris/gateways/kasir", "/kasir" })
        {
            foreach (var path in new[] { "api/list", "api/list.php", $"status/{values["reference"]}", "api/statistics?period=Today",
                "api/methods", $"pay?invoice={values["reference"]}", "pay?invoice=KSR-0" })
                paths.Add($"{root}/{path}");
        }
        paths.Add("/qris/api/v1/payments?limit=1");
        // A part of the mark: a refusal repeats what was asked for.
        paths.Add($"/qris/admin/payments?q={Mark[..6]}");
        // The first fails on purpose, and the others want a query, which is given above where it matters.
        return paths.Where(path => !Unasked().IsMatch(path)).Distinct().ToList();
    }

    private static async Task<(int Status, string Body, TimeSpan? Age)> LookAsync(ApiClient client, string path, Visitor visitor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (visitor.Key is { } key)
        {
            // The API takes it as a bearer; a facade in a header of its own, which no cache takes for a credential.
            if (path.Contains("/api/v1/", StringComparison.Ordinal)) request.Headers.Authorization = new("Bearer", key);
            else request.Headers.Add("X-Api-Key", key);
        }
        if (visitor.User is { } user && path.Contains("/admin", StringComparison.Ordinal)) request.Headers.Add("X-User", user);
        request.Headers.Add("Accept-Language", "en");
        // In Development the console is open to the machine itself, but not through a proxy.
        request.Headers.Via.ParseAdd("1.1 proxy");
        using var response = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var isStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        return ((int)response.StatusCode, isStream ? await reader.ReadLineAsync() ?? "" : await reader.ReadToEndAsync(),
            response.Headers.Age);
    }

    /// <summary>Without what differs each time by itself: tokens against forgery.</summary>
    private static string Bare(string body) => Token().Replace(body, "");

    [GeneratedRegex(@"^/kasir/(fail|qr|api/statistics)(\.php)?$")]
    private static partial Regex Unasked();

    [GeneratedRegex(@"\{\*{0,2}([a-z]+)\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("value=\"[A-Za-z0-9_-]{60,}\"")]
    private static partial Regex Token();
}
