using System.Net;
using System.Text;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Facades.MidtransMiddleware;

/// <summary>
/// What a charge says beside order and amount: no sale is lost to how a client's language writes it, and what is wrong is named.
/// </summary>
public abstract class MiddlewareDetailsTests(Database database) : MiddlewareTests(database)
{
    private const string NoInteger = "amount must be a JSON integer such as 150000: no text, no decimals, no exponent.";
    private const string NoObject = "customer_details must be an object of texts: first_name, last_name, email, phone.";

    private static string With(string more) => $$"""{"order_id":"A-1","amount":1000,{{more}}}""";

    private static string Item(string item) => With($"\"item_details\":[{item}]");

    private static string Customer(string customer) => With($"\"customer_details\":{customer}");

    [Fact]
    public async Task Numbers_stand_for_texts_in_ids_of_items_and_in_all_of_the_customer()
    {
        await StartGatewayAsync();
        (await ChargeAsync(With("""
            "item_details":[{"id":1,"price":1000,"quantity":1,"name":"Kopi"}],"customer_details":{"first_name":7,"last_name":8.50,"email":9,"phone":628123456789}
            """))).Is(HttpStatusCode.Created);
        var item = Parse((await Database.ScalarAsync<string>("SELECT items FROM qris_payments"))!).EnumerateArray().Single();
        Assert.Equal(("1", "Kopi"), (item.GetProperty("Id").GetString(), item.GetProperty("Name").GetString()));
        Assert.Equal("7 8.50", await Database.ScalarAsync<string>("SELECT customer_name FROM qris_payments"));
        Assert.Equal("628123456789", await Database.ScalarAsync<string>("SELECT customer_phone FROM qris_payments"));
        // Nothing that mail could reach.
        Assert.Null(await Database.ScalarAsync<string>("SELECT customer_email FROM qris_payments"));
    }

    [Theory]
    [InlineData("\"customer_details\":[]")]
    [InlineData("\"customer_details\":{}")]
    [InlineData("\"customer_details\":null,\"item_details\":null")]
    [InlineData("\"customer_details\":{\"first_name\":null,\"last_name\":\"\",\"email\":\" \",\"phone\":null,\"address\":[1]}")]
    [InlineData("\"item_details\":[]")]
    public async Task What_is_empty_is_not_there(string more)
    {
        await StartGatewayAsync();
        (await ChargeAsync(With(more))).Is(HttpStatusCode.Created);
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments WHERE customer_name IS NULL AND "
            + "customer_email IS NULL AND customer_phone IS NULL"));
    }

    [Fact]
    public async Task A_mistake_is_named()
    {
        await StartGatewayAsync();
        foreach (var (body, says) in new[]
        {
            ("""{"amount":1000}""", "order_id is required: a string of 1 to 64 characters."), ("""{"order_id":null,"amount":1000}""", "order_id is required: a string of 1 to 64 characters."),
            ("""{"order_id":7,"amount":1000}""", "order_id must be a JSON string."), ("""{"order_id":"\ud800","amount":1000}""", "order_id holds broken Unicode; send it as UTF-8."),
            ("""{"order_id":"A-1"}""", NoInteger), ("""{"order_id":"A-1","amount":null}""", NoInteger), ("""{"order_id":"A-1","amount":"1000"}""", NoInteger),
            ("""{"order_id":"A-1","amount":1e3}""", NoInteger), ("""{"order_id":"A-1","amount":99999999999999999999}""", "amount is out of range."),
            ("""{"order_id":"A-1","amount":1000,"amount":2000}""", "amount is there twice."), ("""{"order_id":"A-1","order_id":"A-1","amount":"x"}""", "order_id is there twice."),
            (With("\"item_details\":[],\"item_details\":[]"), "item_details is there twice."),
            (With("\"item_details\":{}"), "item_details must be a list of {id, price, quantity, name}."),
            (Item("null"), "item_details[0] must be {id, price, quantity, name}."),
            (Item("""{"price":1000.0,"quantity":1,"name":"x"}"""), "item_details[0].price must be a JSON integer."),
            (Item("""{"price":1000,"quantity":1,"name":"x"},{"price":"0","quantity":1,"name":"x"}"""), "item_details[1].price must be a JSON integer."),
            (Item("""{"quantity":1,"name":"x"}"""), "item_details[0].price must be a JSON integer."), (Item("""{"price":1000,"name":"x"}"""), "item_details[0].quantity must be a JSON integer."),
            (Item("""{"price":1000,"quantity":2147483648,"name":"x"}"""), "item_details[0].quantity is out of range."),
            (Item("""{"price":1000,"quantity":1}"""), "item_details[0].name is required."), (Item("""{"price":1000,"quantity":1,"name":null}"""), "item_details[0].name is required."),
            (Item("""{"price":1000,"quantity":1,"name":7}"""), "item_details[0].name must be a text."), (Item("""{"id":[],"price":1000,"quantity":1,"name":"x"}"""), "item_details[0].id must be a text."),
            (Item("""{"price":1000,"price":1000,"quantity":1,"name":"x"}"""), "item_details[0].price is there twice."),
            (Customer("\"Budi\""), NoObject), (Customer("[\"Budi\"]"), NoObject),
            (Customer("{\"phone\":true}"), "customer_details.phone must be a text."),
            (Customer("{\"first_name\":\"\\ud83d\"}"), "customer_details.first_name holds broken Unicode; send it as UTF-8."),
            (Customer("{\"email\":\"a@example.com\",\"email\":\"b@example.com\"}"), "customer_details.email is there twice."),
            (With("\"\\ud800\":1"), "A name in the body holds broken Unicode; send it as UTF-8."),
        })
        {
            var answer = await ChargeAsync(body);
            Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{body}: {answer.Status} {answer.Body}");
            IsError(answer, HttpStatusCode.BadRequest, "Bad Request");
            Assert.Equal((body, says), (body, answer.Text("message")));
        }
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
        // What nobody reads may stand twice.
        (await ChargeAsync(With("\"note\":1,\"note\":2"))).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_byte_order_mark_before_the_JSON_is_passed_over_and_other_bytes_are_called_what_they_are()
    {
        await StartGatewayAsync();
        (await ChargeAsync("\uFEFF{\"order_id\":\"A-1\",\"amount\":1000}")).Is(HttpStatusCode.Created);
        var latin = new ByteArrayContent(
            [.. "{\"order_id\":\"A-2\",\"amount\":1000,\"customer_details\":{\"first_name\":\"Jos"u8, 0xE9, .. "\"}}"u8]);
        IsError(await CallAsync("POST", "charge", latin, Keys()), HttpStatusCode.BadRequest, "Bad Request",
            "customer_details.first_name holds broken Unicode");
        IsError(await CallAsync("POST", "charge",
            new ByteArrayContent(Encoding.Unicode.GetBytes("\uFEFF{\"order_id\":\"A-2\",\"amount\":1000}")), Keys()),
                HttpStatusCode.BadRequest, "Bad Request", "The body must be JSON");
    }
}

[Collection(OnMariaDb.Name)]
public sealed class MiddlewareDetailsOnMariaDb(MariaDb database) : MiddlewareDetailsTests(database);

public sealed class MiddlewareDetailsOnSqlite(SqliteFile database) : MiddlewareDetailsTests(database), IClassFixture<SqliteFile>;
