using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Payments;

/// <summary>F31: contact details cost no sale, by API or from the shop's own code, and the answer says what was not kept.</summary>
public abstract class ContactWarningTests(Database database) : ModuleTests(database)
{
    [Theory]
    [InlineData("""{"phone":"0812.3456.7890"}""", "customer.phone", "trimmed", """{"name":null,"email":null,"phone":"081234567890"}""")]
    [InlineData("""{"name":"Siti","email":"siti @contoh.id"}""", "customer.email", "left_out",
        """{"name":"Siti","email":null,"phone":null}""")]
    [InlineData("""{"name":"Siti","phone":"081234567890123456789"}""", "customer.phone", "left_out",
        """{"name":"Siti","email":null,"phone":null}""")]
    [InlineData("""{"name":["Siti"],"phone":81234567}""", "customer.name", "left_out", """{"name":null,"email":null,"phone":"81234567"}""")]
    [InlineData("""{"name":"\ud800"}""", "customer.name", "left_out", "null")]
    [InlineData("\"Siti\"", "customer", "left_out", "null")]
    [InlineData("[]", "customer", "left_out", "null")]
    public async Task F31_the_API_makes_the_payment_and_warns(string customer, string field, string code, string kept)
    {
        var host = await StartAsync();
        var body = $$"""{"order_id":"A-1","amount":50000,"customer":{{customer}}}""";

        var made = (await host.Api.PostRawAsync("/api/v1/payments", body)).Is(HttpStatusCode.Created);

        var warning = Assert.Single(made["warnings"].EnumerateArray());
        Assert.Equal((field, code), (warning.GetProperty("field").GetString(), warning.GetProperty("code").GetString()));
        Assert.False(string.IsNullOrWhiteSpace(warning.GetProperty("message").GetString()));
        var stored = await host.Api.PaymentAsync(made.Text("id")!);
        Assert.Equal(kept, stored["customer"].GetRawText());
        Assert.False(stored.Json.TryGetProperty("warnings", out _));
    }

    [Fact]
    public async Task F31_all_three_are_warned_of_and_a_repeat_is_answered_word_for_word()
    {
        var host = await StartAsync();
        var body = ApiClient.NewPayment(change: b => b["customer"] = new JsonObject
        {
            ["name"] = new string('n', 101), ["email"] = "no at sign", ["phone"] = "letters",
        });

        var first = (await host.Api.TryCreateAsync(body, "key-1")).Is(HttpStatusCode.Created);
        var second = (await host.Api.TryCreateAsync(body, "key-1")).Is(HttpStatusCode.Created);

        Assert.Equal(["customer.name", "customer.email", "customer.phone"],
            first["warnings"].EnumerateArray().Select(warning => warning.GetProperty("field").GetString()));
        Assert.Equal(first.Body, second.Body);
    }

    [Fact]
    public async Task F31_details_that_fit_are_kept_without_a_word()
    {
        var host = await StartAsync();
        var made = await host.Api.CreateAsync(change: b => b["customer"] = new JsonObject
        {
            ["name"] = " Siti Aminah", ["email"] = "siti@contoh.id ", ["phone"] = "+62 812-3456-7890",
        });

        Assert.False(made.Json.TryGetProperty("warnings", out _));
        Assert.Equal("""{"name":"Siti Aminah","email":"siti@contoh.id","phone":"+62 812-3456-7890"}""", made["customer"].GetRawText());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task F31_the_shops_own_code_gets_the_payment_and_the_warnings(bool inTransaction)
    {
        var host = await StartAsync();
        var payments = host.App.Services.GetRequiredService<IQrisPayments>();
        var wanted = new NewPayment
        {
            OrderId = "A-1", Amount = 50_000, Customer = new Customer { Name = "Siti", Email = "a b@c.id", Phone = "0812.3456.7890" },
        };

        CreateResult result;
        if (inTransaction)
        {
            await using var connection = await Database.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            result = await payments.CreateAsync(wanted, transaction);
            await transaction.CommitAsync();
        }
        else
        {
            result = await payments.CreateAsync(wanted);
        }

        var created = Assert.IsType<CreateResult.Created>(result);
        Assert.Equal([("customer.email", "left_out"), ("customer.phone", "trimmed")],
            created.Warnings.Select(warning => (warning.Field, warning.Code)));
        Assert.Equal(new Customer { Name = "Siti", Phone = "081234567890" }, (await payments.FindAsync(created.New.Id))!.Customer);
        Assert.Empty(Assert.IsType<CreateResult.Created>(
            await payments.CreateAsync(new NewPayment { OrderId = "A-2", Amount = 50_000 })).Warnings);
    }

    /// <summary>The property behind it: whatever stands in the contact details, the payment is made.</summary>
    [Fact]
    public async Task F31_no_value_of_a_contact_detail_costs_a_sale()
    {
        var host = await StartAsync();
        string[] values = ["null", "true", "0", "-1.5", "1e999", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"", "[]", "{}",
            "[null]", "{\"a\":null}", "\"@\"", "\"\\u202e\"", JsonSerializer.Serialize(new string('9', 5_000))];
        foreach (var value in values)
        {
            foreach (var customer in new[] { value }.Concat(
                new[] { "name", "email", "phone" }.Select(name => $$"""{"{{name}}":{{value}}}""")))
            {
                var body = $$"""{"order_id":"{{ApiClient.NewOrderId()}}","amount":50000,"customer":{{customer}}}""";
                var answer = await host.Api.PostRawAsync("/api/v1/payments", body);
                Assert.True(answer.Status == HttpStatusCode.Created, $"{body}: {(int)answer.Status} {answer.Body}");
            }
        }
    }
}

[Collection(OnMariaDb.Name)]
public sealed class ContactWarningOnMariaDb(MariaDb database) : ContactWarningTests(database);

public sealed class ContactWarningOnSqlite(SqliteFile database) : ContactWarningTests(database), IClassFixture<SqliteFile>;
