using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using QrisPayments.Foundation;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Storage;

/// <summary>Tests of the tables themselves: each has an empty database of its own.</summary>
public abstract class FreshDatabaseTests(Database database) : ModuleTests(database)
{
    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        (Database as IDisposable)?.Dispose();
    }

    /// <summary>A host of the application with this name; MVC loads the assembly, so there must be one.</summary>
    private protected Task<TestHost> StartAsAsync(string application, params (string, string?)[] settings) =>
        StartAsAsync(application, app => app.MapQrisPayments(), settings);

    private protected async Task<TestHost> StartAsAsync(string application, Action<WebApplication> map, params (string, string?)[] settings)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { EnvironmentName = "Development", ApplicationName = application });
        builder.Configuration.AddInMemoryCollection(TestHost.Settings(Database.ConnectionString, settings));
        builder.AddQrisPayments();
        return Owned(await TestHost.StartAsync(builder, map, Clock));
    }

    /// <summary>The only fault with which a host of these settings refuses to start.</summary>
    private protected async Task<Fault> RefusalAsync(params (string, string?)[] settings)
    {
        var refused = await Assert.ThrowsAsync<QrisSetupException>(() => StartAsync(settings));
        return Assert.Single(refused.Faults);
    }
}
