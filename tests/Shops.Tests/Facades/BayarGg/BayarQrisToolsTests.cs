using System.Net;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Payments;
using QrisPayments.Web;

namespace QrisPayments.Shops.Tests;

/// <summary>qris-convert, qris-info and the images of codes.</summary>
public abstract class BayarQrisToolsTests(Database database) : BayarTests(database)
{
    private Task<Answer> ConvertAsync(string json) => PostAsync("api/qris-convert.php", json);

    [Fact]
    public async Task A_static_code_is_given_the_amount_and_its_picture_is_ours()
    {
        await StartGatewayAsync();
        var answer = (await ConvertAsync($$"""{"qris":"{{Qris.Static}}","nominal":50000}""")).Is(HttpStatusCode.OK);
        Assert.Equal("{success:bool qris:string qr_image_url:string merchant_name:string amount:number}", Shape(answer.Json));
        var qr = answer.Text("qris")!;
        Assert.Equal(("12", "50000", "WARUNG UJI", 50_000),
            (Qris.Value(qr, "01"), Qris.Value(qr, "54"), answer.Text("merchant_name"), answer.Number("amount")));
        Assert.True(Qris.HasTrueCrc(qr));
        Assert.Equal($"{Address}qris-info/api/qr.php?data={Uri.EscapeDataString(qr)}", answer.Text("qr_image_url"));
        await IsPngAsync(answer.Text("qr_image_url")!);
        Assert.Equal(qr, (await CallAsync("POST", "api/qris-convert", Form(("qris", Qris.Static), ("nominal", "50000")), Toko))
            .Is(HttpStatusCode.OK).Text("qris"));
        Assert.Equal(qr, (await ConvertAsync($$"""{"qris":" {{Qris.Static}}\n","nominal":"50000.00","image_url":"http://169.254.169.254/"}""")).Is(HttpStatusCode.OK).Text("qris"));
    }

    [Fact]
    public async Task What_cannot_be_converted_is_refused()
    {
        await StartGatewayAsync();
        foreach (var (body, about) in new[]
        {
            ("""{"nominal":50000}""", "qris, image or image_url is required"), ($$"""{"qris":"{{Qris.Static}}"}""", "nominal"), ($$"""{"qris":"{{Qris.Static}}","nominal":0}""", "nominal"),
            ($$"""{"qris":"{{Qris.Static}}","nominal":-1}""", "nominal"), ($$"""{"qris":"{{Qris.Static}}","nominal":1.5}""", "nominal"), ($$"""{"qris":"{{Qris.Static}}","nominal":999999999999999}""", "cannot be converted"),
            ($$"""{"qris":"{{Qris.Dynamic}}","nominal":1000}""", "The QRIS cannot be converted: It is dynamic already; send the static QRIS."), ($$"""{"qris":"{{Qris.WithBrokenCrc}}","nominal":1000}""", "cannot be converted"),
            ($$"""{"qris":"{{Qris.InDollars}}","nominal":1000}""", "cannot be converted"), ("""{"qris":["00"],"nominal":1000}""", "qris must be a text"),
            ($$"""{"qris":"{{new string('0', 100_000)}}","nominal":1000}""", "at most 1000"),
            ("""{"image_url":"http://169.254.169.254/latest/meta-data","nominal":1000}""", "image_url could not be fetched"), ("""{"image_url":"http://[::1]/","nominal":1000}""", "could not be fetched"),
            ("""{"image_url":"http://nowhere.invalid/qr.png","nominal":1000}""", "could not be fetched"), ("""{"image_url":"https://user:key@toko.example/","nominal":1000}""", "could not be fetched"),
            ("""{"image_url":"file:///etc/passwd","nominal":1000}""", "whole address"), ("""{"image_url":"/qr.png","nominal":1000}""", "whole address"), ("""{"image_url":"//toko.example/qr.png","nominal":1000}""", "whole address"),
            ("""{"image":"not base64!","nominal":1000}""", "base64"), ("""{"image":"data:image/png,abc","nominal":1000}""", "base64"), ("""{"image":"data:image/png;base64","nominal":1000}""", "base64"),
        })
            Refused(await ConvertAsync(body), HttpStatusCode.BadRequest, about);
        Refused(await CallAsync("POST", "api/qris-convert", Form(("qris", Qris.Static), ("nominal", "50.000")), Toko),
            HttpStatusCode.BadRequest, "nominal must be whole rupiah");
    }

    [Fact]
    public async Task The_code_is_read_from_a_picture_in_base64_or_in_a_file()
    {
        await StartGatewayAsync();
        var drawn = await Anybody.Http.GetByteArrayAsync(
            new Uri(Address, "qris-info/api/qr.php?text=" + Uri.EscapeDataString(Qris.Static)));
        foreach (var start in new[] { "", "data:image/png;base64,", "DATA:image/png;charset=x;base64," })
        {
            var answer = (await ConvertAsync($$"""{"image":"{{start + System.Convert.ToBase64String(drawn)}}","nominal":50000}""")).Is(HttpStatusCode.OK);
            Assert.Equal("50000", Qris.Value(answer.Text("qris")!, "54"));
        }
        var parts = new MultipartFormDataContent
        {
            { new StringContent("50000"), "nominal" }, { new ByteArrayContent(drawn), "image", "qr.png" }
        };
        Assert.Equal("WARUNG UJI",
            (await CallAsync("POST", "api/qris-convert.php", parts, Toko)).Is(HttpStatusCode.OK).Text("merchant_name"));
    }

    [Fact]
    public async Task A_shop_without_the_package_reads_text_alone_and_says_what_to_add()
    {
        await StartGatewayAsync(builder => builder.Services.AddSingleton(new QrPictures(null)));
        Refused(await ConvertAsync("""{"image":"iVBORw0KGgo=","nominal":50000}"""), HttpStatusCode.BadRequest, "package QrisPayments.QrImages");
        // Nothing is fetched that could not be read.
        Refused(await ConvertAsync($$"""{"image_url":"{{Client.Address}}qr.png","nominal":50000}"""), HttpStatusCode.BadRequest, "package QrisPayments.QrImages");
        Assert.Empty(Client.Requests);
        (await ConvertAsync($$"""{"qris":"{{Qris.Static}}","nominal":50000}""")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_picture_without_a_code_is_refused_with_the_reason()
    {
        await StartGatewayAsync();
        foreach (var (image, says) in new[]
        {
            ("iVBORw0KGgo=", "damaged"), ("iVBO\\nRw0KGgo=", "damaged"), ("aGFsbw==", "must be a PNG, JPEG, GIF or WebP"),
            ("UklGRgAAAABXRUJQVlA4IA==", "damaged"), ("/9j/yQAC", "damaged"), ("***", "must be a picture in base64"),
        })
        {
            Refused(await ConvertAsync($$"""{"image":"{{image}}","nominal":1000}"""), HttpStatusCode.BadRequest, says);
        }
        var parts = new MultipartFormDataContent
        {
            { new StringContent("50000"), "nominal" }, { new ByteArrayContent(new byte[3000]), "image", "qr.png" }
        };
        Refused(await CallAsync("POST", "api/qris-convert.php", parts, Toko), HttpStatusCode.BadRequest,
            "must be a PNG, JPEG, GIF or WebP");
        var empty = new MultipartFormDataContent
        {
            { new StringContent("50000"), "nominal" }, { new ByteArrayContent([]), "image", "qr.png" }
        };
        Refused(await CallAsync("POST", "api/qris-convert.php", empty, Toko), HttpStatusCode.BadRequest, "image is empty");
        Refused(await CallAsync("POST", "api/qris-convert.php",
            new MultipartFormDataContent { { new ByteArrayContent(new byte[3]), "image", "qr.png" } }, Toko), HttpStatusCode.BadRequest,
                "nominal");
        var text = new MultipartFormDataContent { { new StringContent("50000"), "nominal" }, { new StringContent(Qris.Static), "qris" } };
        Assert.Equal(50_000, (await CallAsync("POST", "api/qris-convert.php", text, Toko)).Is(HttpStatusCode.OK).Number("amount"));
    }

    [Fact]
    public async Task Info_tells_of_a_code_by_GET_and_POST()
    {
        await StartGatewayAsync();
        var expected = """{"success":true,"merchant_name":"WARUNG UJI","merchant_city":"JAKARTA","amount":0,"is_dynamic":false}""";
        Assert.Equal(expected, (await GetAsync("api/qris-info.php?qris=" + Uri.EscapeDataString(Qris.Static))).Is(HttpStatusCode.OK).Body);
        Assert.Equal(expected, (await PostAsync("api/qris-info.php", $$"""{"qris":"{{Qris.Static}}"}""")).Is(HttpStatusCode.OK).Body);
        Assert.Equal(expected, (await CallAsync("POST", "api/qris-info", Form(("qris", Qris.Static)), Toko)).Is(HttpStatusCode.OK).Body);
        var dynamic = (await GetAsync("api/qris-info.php?qris=" + Uri.EscapeDataString(Qris.Dynamic))).Is(HttpStatusCode.OK);
        Assert.Equal((50_000, true), (dynamic.Number("amount"), dynamic["is_dynamic"].GetBoolean()));
        Assert.Equal("1500.50",
            (await GetAsync("api/qris-info.php?qris=" + Uri.EscapeDataString(Qris.Build("12", amount: "1500.50"))))
                .Is(HttpStatusCode.OK)["amount"].GetRawText());
        foreach (var wrong in new[] { "", "?qris=", "?qris=halo", "?qris=" + Uri.EscapeDataString(Qris.WithBrokenCrc),
            "?qris=" + new string('0', 2000) })
            Refused(await GetAsync("api/qris-info.php" + wrong), HttpStatusCode.BadRequest);
        Refused(await PostAsync("api/qris-info.php", "{}"), HttpStatusCode.BadRequest, "qris is required");
    }

    [Fact]
    public async Task Images_are_drawn_for_anybody_of_nothing_but_whole_codes()
    {
        await StartGatewayAsync();
        foreach (var path in new[] { "qris-info/api/qr.php?text=", "qris-info/api/qr?data=" })
            await IsPngAsync(new Uri(Address, path + Uri.EscapeDataString(Qris.Static)).AbsoluteUri);
        var payment = await CreateAsync();
        await IsPngAsync(Text(payment, "qris_static_image_url"));
        await IsPngAsync(Text(payment, "qris_dynamic_image_url"));
        foreach (var wrong in new[] { "", "?text=", "?text=https://evil.example", "?text=" + Uri.EscapeDataString(Qris.WithBrokenCrc),
            "?data=" + new string('0', 5000) })
            Refused(await CallAsync("GET", "qris-info/api/qr.php" + wrong), HttpStatusCode.BadRequest, "text");
    }

    private async Task IsPngAsync(string url)
    {
        var image = (await Anybody.SendAsync(new HttpRequestMessage(HttpMethod.Get, url))).Is(HttpStatusCode.OK);
        Assert.Equal("image/png", image.ContentType);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await image.Response.Content.ReadAsByteArrayAsync())[..4]);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class BayarQrisToolsOnMariaDb(MariaDb database) : BayarQrisToolsTests(database);

public sealed class BayarQrisToolsOnSqlite(SqliteFile database) : BayarQrisToolsTests(database), IClassFixture<SqliteFile>;
