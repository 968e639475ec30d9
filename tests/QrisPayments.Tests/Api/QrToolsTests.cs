using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Payments;
using QrisPayments.QrImages.Tests;
using QrisPayments.Tests.Harness;
using QrisPayments.Web;

namespace QrisPayments.Tests.Api;

/// <summary><c>qr/inspect</c> answers 200 for any text; <c>qr/convert</c> makes a payload or says why not.</summary>
public sealed class QrToolsTests(SqliteFile database) : ModuleTests(database), IClassFixture<SqliteFile>
{
    public static TheoryData<string, string> BadCodes => new()
    {
        { "a broken CRC", Qris.WithBrokenCrc },
        { "dollars", Qris.InDollars },
        { "a URL", "https://toko.contoh.id/bayar?id=1" },
        { "a word", "halo" },
        { "a length that runs over the end", "000201010211269900" },
        { "digits without sense", new string('9', 200) },
        { "letters of other scripts", "数字ではない" },
        { "a NUL", "0002010102112604" + "\u0000" },
    };

    [Fact]
    public async Task A_good_static_code_is_valid()
    {
        var host = await StartAsync();

        var seen = (await host.Api.PostAsync("/api/v1/qr/inspect", new JsonObject { ["qris"] = Qris.Static })).Is(HttpStatusCode.OK);

        Assert.True(seen["valid"].GetBoolean(), seen.Body);
        Assert.False(seen["dynamic"].GetBoolean());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, seen["amount"].ValueKind);
        Assert.Equal("WARUNG UJI", seen.Text("merchant_name"));
        Assert.Equal("JAKARTA", seen.Text("merchant_city"));
        Assert.Equal("ID1099999999999", seen.Text("nmid"));
    }

    [Fact]
    public async Task A_good_dynamic_code_is_valid_and_dynamic()
    {
        var host = await StartAsync();

        var seen = (await host.Api.PostAsync("/api/v1/qr/inspect", new JsonObject { ["qris"] = Qris.Dynamic })).Is(HttpStatusCode.OK);

        Assert.True(seen["valid"].GetBoolean(), seen.Body);
        Assert.True(seen["dynamic"].GetBoolean());
        Assert.Equal(50_000, seen.Number("amount"));
    }

    [Theory]
    [MemberData(nameof(BadCodes))]
    public async Task Inspect_says_of_any_text_what_is_wrong_with_it(string what, string text)
    {
        var host = await StartAsync();

        var seen = (await host.Api.PostAsync("/api/v1/qr/inspect", new JsonObject { ["qris"] = text })).Is(HttpStatusCode.OK);

        Assert.False(seen["valid"].GetBoolean(), what);
        Assert.Contains(seen["findings"].EnumerateArray(), f => f.GetProperty("severity").GetString() == "reject"
            && f.GetProperty("code").GetString()!.Length > 0 && f.GetProperty("message").GetString()!.Length > 0);
    }

    [Theory]
    [MemberData(nameof(BadCodes))]
    public async Task Convert_refuses_what_is_no_static_qris(string what, string text)
    {
        var host = await StartAsync();

        var answer = await host.Api.PostAsync("/api/v1/qr/convert", new JsonObject { ["qris"] = text, ["amount"] = 50_000 });

        Assert.True(answer.Status == HttpStatusCode.UnprocessableEntity, what);
        answer.IsProblem(HttpStatusCode.UnprocessableEntity, "qr_refused");
    }

    [Fact]
    public async Task Convert_refuses_a_code_that_is_dynamic_already()
    {
        var host = await StartAsync();
        (await host.Api.PostAsync("/api/v1/qr/convert", new JsonObject { ["qris"] = Qris.Dynamic, ["amount"] = 50_000 }))
            .IsProblem(HttpStatusCode.UnprocessableEntity, "qr_refused");
    }

    [Fact]
    public async Task Convert_puts_the_amount_in_and_keeps_the_rest()
    {
        var host = await StartAsync();

        var made = (await host.Api.PostAsync("/api/v1/qr/convert", new JsonObject { ["qris"] = Qris.Static, ["amount"] = 50_347 }))
            .Is(HttpStatusCode.OK);

        Assert.Equal(50_347, made.Number("amount"));
        var qris = made.Text("qris")!;
        Assert.Equal("50347", Qris.Value(qris, "54"));
        Assert.Equal("12", Qris.Value(qris, "01"));
        Assert.Equal(Qris.Value(Qris.Static, "26"), Qris.Value(qris, "26"));
        Assert.True(Qris.HasTrueCrc(qris));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("\"fifty\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("99999999999999999999")]
    public async Task Convert_refuses_an_amount_that_is_none(string amount)
    {
        var host = await StartAsync();
        (await host.Api.PostRawAsync("/api/v1/qr/convert", $$"""{"qris":"{{Qris.Static}}","amount":{{amount}}}"""))
            .Is(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("convert")]
    public async Task Without_a_code_both_say_which_field_is_missing(string tool)
    {
        var host = await StartAsync();
        foreach (var body in new[] { "{}", """{"qris":null}""", """{"qris":5}""", """{"qris":["x"]}""" })
            (await host.Api.PostRawAsync($"/api/v1/qr/{tool}", body))
                .IsProblem(HttpStatusCode.UnprocessableEntity, "invalid_request", "qris");
    }

    [Theory]
    [InlineData("")]
    [InlineData("data:image/png;base64,")]
    public async Task Both_read_the_code_in_a_picture(string start)
    {
        var host = await StartAsync();
        var image = start + Convert.ToBase64String(QrFiles.Bytes("Photos/straight.png"));

        var seen = (await host.Api.PostAsync("/api/v1/qr/inspect", new JsonObject { ["image"] = image })).Is(HttpStatusCode.OK);
        var made = (await host.Api.PostAsync("/api/v1/qr/convert", new JsonObject { ["image"] = image, ["to_static"] = true }))
            .Is(HttpStatusCode.OK);

        Assert.Equal(("WARUNG BU SRI", "ID0000000000018"), (seen.Text("merchant_name"), seen.Text("nmid")));
        Assert.Equal("WARUNG BU SRI", made.Text("merchant_name"));
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("convert")]
    public async Task A_shop_without_the_package_reads_text_alone_and_says_what_to_add(string tool)
    {
        var host = Owned(await TestHost.StartAsync(Database, Clock, configure: builder => builder.Services.AddSingleton(new QrPictures(null))));
        var path = $"/api/v1/qr/{tool}";

        var refused = (await host.Api.PostAsync(path, new JsonObject
        {
            ["image"] = Convert.ToBase64String(QrFiles.Bytes("Photos/straight.png")), ["amount"] = 1_000,
        })).IsProblem(HttpStatusCode.UnprocessableEntity, "pictures_not_installed");

        Assert.Contains("QrisPayments.QrImages", refused.Text("detail"), StringComparison.Ordinal);
        (await host.Api.PostAsync(path, new JsonObject { ["qris"] = Qris.Static, ["amount"] = 1_000 })).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("convert")]
    public async Task A_picture_that_cannot_be_read_is_told_why(string tool)
    {
        var host = await StartAsync();
        var path = $"/api/v1/qr/{tool}";
        foreach (var (image, says) in new[] { (File("no-code.jpg"), "no QR code"), (File("torn.jpg"), "too blurred or dirty"),
            ("iVBORw0KGgo=", "damaged or cut off"), ("aGFsbw==", "not a picture"), ("", "not a picture") })
        {
            var answer = (await host.Api.PostAsync(path, new JsonObject { ["image"] = image, ["amount"] = 1_000 }))
                .IsProblem(HttpStatusCode.UnprocessableEntity, "qr_image_unreadable");
            Assert.Contains(says, answer.Text("detail"), StringComparison.Ordinal);
        }
        foreach (var image in new[] { "\"halo, dunia\"", "5", "[]" })
            (await host.Api.PostRawAsync(path, $$"""{"image":{{image}},"amount":1000}""")).IsProblem(HttpStatusCode.UnprocessableEntity, "invalid_request", "image");
        (await host.Api.PostAsync(path, new JsonObject { ["image"] = "aGFsbw==", ["qris"] = Qris.Static, ["amount"] = 1_000 }))
            .IsProblem(HttpStatusCode.UnprocessableEntity, "invalid_request", "image");
        (await host.Api.PostAsync(path, new JsonObject { ["image"] = new string('A', 1_100_000), ["amount"] = 1_000 }))
            .IsProblem(HttpStatusCode.RequestEntityTooLarge, "body_too_large");

        static string File(string name) => Convert.ToBase64String(QrFiles.Bytes("Photos/" + name));
    }
}
