using Microsoft.AspNetCore.Hosting;
using QrisPayments.Hosting;

namespace QrisPayments;

/// <summary>
/// Registers the services without a line of code: the package's build targets put an attribute that names this class
/// into the host's assembly, and <c>WebApplication.CreateBuilder</c> and the generic host run it.
/// </summary>
public sealed class QrisHostingStartup : IHostingStartup
{
    /// <inheritdoc/>
    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(services => services.AddQrisPaymentsCore());
}
