using QrisPayments.Payments;

namespace QrisPayments.Benchmarks.Module.Hosts;

/// <summary>The fields of a create that the twin reads.</summary>
internal sealed record NewOrder(string order_id, long amount);

/// <summary>The fields of a credit that the twin reads.</summary>
internal sealed record NewMoney(string account, string external_ref, long amount, DateTimeOffset at);

/// <summary>The twin, at the module's own paths.</summary>
internal static class TwinEndpoints
{
    public static void AddTwin(this WebApplicationBuilder builder, string connectionString)
    {
        builder.Services.AddRazorPages(pages => pages.RootDirectory = "/Module/Pages");
        builder.Services.AddSingleton(new TwinStore(TwinStore.Source(connectionString)));
    }

    public static void MapTwin(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/qris/api/v1/payments", async (NewOrder order, TwinStore store) =>
        {
            var row = await store.CreateAsync(order);
            return Results.Text(
                $$"""{"id":"{{row.Id}}","order_id":"{{row.OrderId}}","status":"pending","amount":{{row.Amount}}"""
                    + $$""","total_amount":{{row.TotalAmount}},"qr_string":"{{row.QrPayload}}","expires_at":"{{row.ExpiresAt:O}}"}""",
                "application/json", statusCode: 201);
        });
        endpoints.MapPost("/qris/api/v1/credits", async (NewMoney money, TwinStore store) =>
            Results.Text($$"""{"id":"{{await store.PayAsync(money)}}","outcome":"matched"}""", "application/json", statusCode: 201));
    }
}
