namespace QrisPayments.Packaging.Tests;

/// <summary>
/// Shops as developers have them, made by the SDK's own templates with the packages added: each sells once. They are restored and built
/// together.
/// </summary>
[Collection(OnFeed.Name)]
public sealed class HostTests(Feed feed)
{
    private static readonly Readme EntityFramework = new("src/QrisPayments.EntityFrameworkCore/README.md");

    [Fact]
    public async Task F24_MVC_with_the_cookies_of_Identity_and_a_fallback_policy_sells_once() => await SellAsync("MvcShop");

    [Fact]
    public async Task F24_A_Blazor_web_app_sells_once() => await SellAsync("BlazorShop");

    [Fact]
    public async Task F24_A_slim_builder_sells_once() => await SellAsync("SlimShop");

    [Fact]
    public async Task F24_EF_Core_with_Pomelo_and_retries_sells_as_its_README_says()
    {
        var folder = Path.Combine(await feed.HostsAsync(MakeAsync), "EfShop");
        using var database = new TestDatabase();
        await using var shop = await Shop.StartAsItIsAsync(folder, feed.Packages, new Dictionary<string, string>
        {
            ["ConnectionStrings__QrisPayments"] = database.ConnectionString,
            ["QrisPayments__Mode"] = "Sandbox",
            ["QrisPayments__Providers__static-qris__Qris"] = Shop.Qris,
        }, Assembly(folder));

        await shop.BuyAsync("/orders");
        await shop.BuyAsync("/numbered");
    }

    [Theory]
    [InlineData("PublishAot")]
    [InlineData("PublishTrimmed")]
    public async Task F29_A_shop_that_is_to_be_trimmed_is_told_so_when_it_is_built(string property)
    {
        var folder = Path.Combine(await feed.HostsAsync(MakeAsync), "SlimShop");

        var failure = await Assert.ThrowsAsync<Xunit.Sdk.XunitException>(
            () => Command.DotnetAsync(folder, feed.Packages, "build", "--no-restore", $"-p:{property}=true", "-o", folder + property));

        Assert.Contains("QRIS001", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"Remove <{property}>", failure.Message, StringComparison.Ordinal);
    }

    private async Task SellAsync(string name)
    {
        var folder = Path.Combine(await feed.HostsAsync(MakeAsync), name);
        await using var shop = await Shop.StartAsync(folder, feed.Packages, Assembly(folder));
        await shop.SellAsync($"{name}-1");
    }

    private static string Assembly(string folder) => Path.Combine(folder, "bin/Debug/net10.0", $"{Path.GetFileName(folder)}.dll");

    /// <summary>Makes all of them in a folder, not yet built.</summary>
    private async Task MakeAsync(string root)
    {
        await NewAsync(root, "MvcShop", "mvc", """
            Microsoft.AspNetCore.Identity.IdentityCookieAuthenticationBuilderExtensions.AddIdentityCookies(
                builder.Services.AddAuthentication(Microsoft.AspNetCore.Identity.IdentityConstants.ApplicationScheme));
            builder.Services.AddAuthorization(options => options.FallbackPolicy =
                new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            """);
        await NewAsync(root, "BlazorShop", "blazor", "");
        // The script of its interactive pages is a package that these tests do not have, and payments do not need.
        await EditAsync(Path.Combine(root, "BlazorShop", "BlazorShop.csproj"), "</Project>",
            "<PropertyGroup><RequiresAspNetWebAssets>false</RequiresAspNetWebAssets></PropertyGroup></Project>");
        await NewAsync(root, "SlimShop", "web", "builder.AddQrisPayments();");
        await EditAsync(Path.Combine(root, "SlimShop", "Program.cs"), "CreateBuilder", "CreateSlimBuilder");
        await NewAsync(root, "EfShop", "web", "", "Pomelo.EntityFrameworkCore.MySql", "QrisPayments.EntityFrameworkCore");
        await File.WriteAllTextAsync(Path.Combine(root, "EfShop", "Program.cs"), EfProgram());
        await File.WriteAllTextAsync(Path.Combine(root, "EfShop", "MarkOrderPaid.cs"),
            "using Microsoft.EntityFrameworkCore;\nusing QrisPayments;\n\n" + EntityFramework.Below("Hear that it was paid", "csharp"));
    }

    private async Task NewAsync(string root, string name, string template, string services, params string[] packages)
    {
        var folder = Path.Combine(root, name);
        await Command.DotnetAsync(root, feed.Packages, "new", template, "-n", name, "-o", folder, "--no-restore");
        // As `dotnet add package` writes it, which takes seconds for each.
        var references = new[] { "QrisPayments", "QrisPayments.StaticQris", "QrisPayments.Sqlite" }.Concat(packages)
            .Select(id => $"""<PackageReference Include="{id}" Version="{VersionOf(id)}" />""");
        await EditAsync(Path.Combine(folder, name + ".csproj"), "</Project>",
            $"<ItemGroup>{string.Concat(references)}</ItemGroup></Project>");
        var program = Path.Combine(folder, "Program.cs");
        await EditAsync(program, "var app = builder.Build();", services + "\nvar app = builder.Build();");
        await EditAsync(program, "app.Run();", "app.MapQrisPayments();\n\napp.Run();");
    }

    private string VersionOf(string id) => id.StartsWith("QrisPayments", StringComparison.Ordinal) ? feed.Version : "9.0.0";

    private static async Task EditAsync(string file, string from, string to)
    {
        var before = await File.ReadAllTextAsync(file);
        Assert.Contains(from, before, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, before.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>A block of the README, which leads the customer back to the order.</summary>
    private static string Save(int block) => EntityFramework.Below("Save an order with its payment", "csharp", block)
        .Replace("Amount = order.Total", "Amount = order.Total, RedirectUrl = $\"/orders/{order.Number}\"", StringComparison.Ordinal);

    /// <summary>A shop around the README's own lines.</summary>
    private static string EfProgram() => $$"""
        using Microsoft.EntityFrameworkCore;
        using QrisPayments;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDbContextPool<ShopContext>(options => options.UseMySql(
            builder.Configuration.GetConnectionString("QrisPayments"), new MariaDbServerVersion("10.11"),
            mysql => mysql.EnableRetryOnFailure()));
        builder.Services.AddPaymentHandler<MarkOrderPaid>();

        var app = builder.Build();
        app.MapQrisPayments();
        app.MapPost("/orders", async (ShopContext db, IQrisPayments payments, CancellationToken ct) =>
        {
            var order = new Order { Number = "INV-1", Total = 18_000 };
        {{Save(0)}}
        });
        app.MapPost("/numbered", async (ShopContext db, IQrisPayments payments, CancellationToken ct) =>
        {
        {{Save(1)}}
            return Results.Redirect(result.Payment!.PaymentUrl);
        });
        app.MapGet("/orders/{number}", async (string number, ShopContext db) =>
            await db.Orders.AnyAsync(o => o.Number == number && o.PaidAt != null) ? "Paid" : "Waiting");

        using (var scope = app.Services.CreateScope())
            scope.ServiceProvider.GetRequiredService<ShopContext>().Database.EnsureCreated();
        app.Run();

        public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
        {
            public DbSet<Order> Orders => Set<Order>();
        }

        public sealed class Order
        {
            public int Id { get; set; }
            public string? Number { get; set; }
            public long Total { get; set; }
            public DateTime? PaidAt { get; set; }
        }
        """;
}
