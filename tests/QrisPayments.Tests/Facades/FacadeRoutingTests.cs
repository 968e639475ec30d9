using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Plugins;
using QrisPayments.QrImages.Tests;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Facades;

/// <summary>How requests find a facade, under the prefix and at a root, while plugins come and go.</summary>
public abstract class FacadeRoutingTests(Database database) : FacadeTests(database)
{
    [Fact]
    public async Task A_path_answers_with_and_without_php_a_slash_and_capitals_and_to_HEAD()
    {
        await StartWithFacadeAsync();
        foreach (var path in new[] { "api/list", "api/list.php", "api/list/", "api/list.php/", "API/List.PHP", "/api//list" })
            Assert.Equal("0", (await CallAsync("GET", path)).Is(HttpStatusCode.OK)["total"]);
        var head = await CallAsync("HEAD", "api/list");
        Assert.Equal((HttpStatusCode.OK, ""), (head.Status, head.Body));
        Assert.Equal("no-store", head.Response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task What_the_module_refuses_has_the_gateways_own_shape()
    {
        await StartWithFacadeAsync();
        Assert.Equal("There is no such address.", (await CallAsync("GET", "api/elsewhere")).Is(HttpStatusCode.NotFound)["error"]);
        Assert.Equal("There is no such address.", (await CallAsync("GET", "")).Is(HttpStatusCode.NotFound)["error"]);
        Assert.Equal("There is no such address.", (await CallAsync("GET", "status/a/b")).Is(HttpStatusCode.NotFound)["error"]);
        var wrong = (await CallAsync("POST", "api/list")).Is(HttpStatusCode.MethodNotAllowed);
        Assert.Contains("GET", wrong["error"], StringComparison.Ordinal);
        Assert.Equal(["GET", "HEAD"], wrong.Response.Content.Headers.Allow);
        var large = await CallAsync("POST", "echo", change: request => request.Content = new ByteArrayContent(new byte[(1 << 20) + 1]));
        Assert.Equal("The body may have at most 1 MB; a picture in base64 about 750 KB.",
            large.Is(HttpStatusCode.RequestEntityTooLarge)["error"]);
        Assert.Equal(HttpStatusCode.NotFound, (await CallAsync("GET", "api/list", root: "/qris/gateways/nobody/")).Status);
    }

    [Fact]
    public async Task A_failing_facade_is_a_503_that_tells_nothing()
    {
        await StartWithFacadeAsync();
        for (var i = 0; i < 20; i++)
        {
            var reply = (await CallAsync("GET", "fail?key=sangat-rahasia")).Is(HttpStatusCode.ServiceUnavailable);
            Assert.DoesNotContain("rahasia", reply.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", reply.Body, StringComparison.Ordinal);
            Assert.NotNull(reply.Response.Headers.RetryAfter);
        }
        // What one client provokes closes nothing to the others.
        (await CreateAsync()).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Forms_files_and_queries_arrive_read()
    {
        await StartWithFacadeAsync();
        var plain = await CallAsync("POST", "echo?a=1&a=2&x=%26",
            change: request => request.Content = new StringContent("a=1&a=2&b=%3D+%C3%A9", Encoding.UTF8,
                "application/x-www-form-urlencoded"));
        Assert.Equal(("a:2,b:= é", "a:2,x:&"), (plain["form"], plain["query"]));
        var parts = await CallAsync("POST", "echo",
            change: request => request.Content = new MultipartFormDataContent
            {
                { new StringContent("50000"), "nominal" }, { new ByteArrayContent(new byte[300]), "image", "qr.png" }
            });
        Assert.Equal(("multipart/form-data", "nominal:50000", "image:300"), (parts["type"], parts["form"], parts["files"]));
        var json = await CallAsync("POST", "echo",
            change: request => request.Content = new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.Equal(("application/json", "2", ""), (json["type"], json["body"], json["form"]));
        (await CallAsync("POST", "echo", change: request =>
        {
            request.Content = new StringContent("no parts");
            request.Content.Headers.Remove("Content-Type");
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data");
        })).Is(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task At_a_root_the_facade_has_its_own_paths_and_the_host_keeps_its_own()
    {
        Host = Owned(await TestHost.StartAsync(Database, Clock, Settings(), map: app =>
        {
            app.MapQrisGateway(Kasir.Id, "/");
            app.MapQrisPayments();
            app.MapGet("/", () => "shop");
            app.MapGet("/pay", () => "the shop's own pay page");
            app.MapFallback(() => "fallback");
        }));
        var created = await CallAsync("POST", "api/create.php", new() { ["amount"] = "50000" }, root: "/");
        Assert.Equal(Host.Root.ToString(), created.Is(HttpStatusCode.OK)["root"]);
        Assert.Equal(created["reference"],
            (await CallAsync("GET", $"status/{created["reference"]}/", root: "/")).Is(HttpStatusCode.OK)["reference"]);
        (await CallAsync("DELETE", "charge", root: "/")).Is(HttpStatusCode.MethodNotAllowed);
        Assert.Equal("shop", (await CallAsync("GET", "", root: "/")).Body);
        Assert.Equal("the shop's own pay page", (await CallAsync("GET", "pay", root: "/")).Body);
        Assert.Equal(HttpStatusCode.NotFound, (await CallAsync("GET", "pay.php", root: "/")).Status);
        Assert.Equal("fallback", (await CallAsync("GET", "cart", root: "/")).Body);

        await SwitchAsync(on: false);
        await Wait.UntilAsync(() => CallAsync("GET", "api/list", root: "/"), reply => reply.Body == "fallback",
            "the paths have gone with the plugin");
        (await CallAsync("GET", "api/list")).Is(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("shop", (await CallAsync("GET", "", root: "/")).Body);

        await SwitchAsync(on: true);
        await WaitForAsync("api/list", HttpStatusCode.OK);
        Assert.Equal("1", (await Wait.UntilAsync(() => CallAsync("GET", "api/list", root: "/"), reply => reply.Body != "fallback",
            "the paths are back"))["total"]);
    }

    [Fact]
    public async Task A_facade_answers_in_a_host_that_lets_nobody_in_unless_he_signs_in()
    {
        Host = Owned(await TestHost.StartAsync(Database, Clock, Settings(), builder =>
        {
            builder.Services.AddAuthentication();
            builder.Services.AddAuthorizationBuilder()
                .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
        }, app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapQrisPayments();
            app.MapQrisGateway(Kasir.Id, "/gateway");
            app.MapGet("/own", () => "own");
        }));
        (await CallAsync("GET", "api/list")).Is(HttpStatusCode.OK);
        (await CallAsync("GET", "api/list", root: "/gateway/")).Is(HttpStatusCode.OK);
        Assert.NotEqual(HttpStatusCode.OK, (await CallAsync("GET", "own", root: "/")).Status);
    }

    [Fact]
    public async Task The_root_is_where_the_client_found_it()
    {
        await StartWithFacadeAsync();
        var reply = await CallAsync("POST", "api/create", new() { ["amount"] = "50000" },
            change: request => request.Headers.Host = "toko.example");
        Assert.Equal("http://toko.example/qris/gateways/kasir/", reply.Is(HttpStatusCode.OK)["root"]);
        Assert.StartsWith("http://toko.example/qris/pay/pay_", reply["url"], StringComparison.Ordinal);
        Assert.Equal(reply["url"] + "/qr.png", reply["png"]);
    }

    [Theory]
    [InlineData("logo.gif", null)]
    [InlineData("turned-45.jpg", null)]
    [InlineData("straight.webp", null)]
    [InlineData("torn.jpg", QrUnreadable.DamagedCode)]
    [InlineData("no-code.jpg", QrUnreadable.NoCode)]
    public async Task Codes_are_read_from_pictures_that_clients_send(string name, QrUnreadable? why)
    {
        await StartWithFacadeAsync();
        var parts = await CallAsync("POST", "read",
            change: request => request.Content = new MultipartFormDataContent { { new ByteArrayContent(QrFiles.Bytes("Photos/" + name)), "image",
                name } });
        QrReading reading = why is { } reason ? new QrReading.None(reason) : new QrReading.Found(QrFiles.Payload);
        Assert.Equal(reading.ToString(), parts.Is(HttpStatusCode.OK)["read"]);
    }

    [Fact]
    public async Task Images_of_codes_are_drawn_here_and_of_nothing_else()
    {
        await StartWithFacadeAsync();
        var image = (await CallAsync("GET", "qr?text=" + Uri.EscapeDataString(Qris.Static))).Is(HttpStatusCode.OK);
        Assert.Equal("image/png", image.Response.Content.Headers.ContentType?.MediaType);
        (await CallAsync("GET", "qr?text=https://evil.example")).Is(HttpStatusCode.NotFound);
        (await CallAsync("GET", "qr?text=" + Uri.EscapeDataString(Qris.WithBrokenCrc))).Is(HttpStatusCode.NotFound);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class FacadeRoutingOnMariaDb(MariaDb database) : FacadeRoutingTests(database);

public sealed class FacadeRoutingOnSqlite(SqliteFile database) : FacadeRoutingTests(database), IClassFixture<SqliteFile>;
