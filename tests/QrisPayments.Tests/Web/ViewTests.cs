using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Razor.Compilation;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Web;

namespace QrisPayments.Tests.Web;

public sealed class ViewTests
{
    [Fact]
    public void Our_views_are_found_once_however_often_they_are_added()
    {
        var services = new ServiceCollection();
        services.AddWeb().AddWeb();

        Assert.Equal(1, CountOfPageView(Parts(services)));
    }

    /// <summary>The build of a host that uses MVC lists every assembly with views by itself.</summary>
    [Fact]
    public void A_host_that_has_named_us_names_us_once_and_finds_no_controllers()
    {
        var services = new ServiceCollection();
        services.AddMvcCore().AddApplicationPart(typeof(WebServices).Assembly);
        services.AddWeb();
        var parts = Parts(services);

        Assert.Equal(1, CountOfPageView(parts));
        var controllers = new ControllerFeature();
        parts.PopulateFeature(controllers);
        Assert.Empty(controllers.Controllers);
    }

    [Fact]
    public void Only_views_are_offered_and_all_under_a_root_of_our_own()
    {
        var services = new ServiceCollection();
        services.AddWeb();
        var views = new ViewsFeature();
        Parts(services).PopulateFeature(views);

        Assert.NotEmpty(views.ViewDescriptors);
        Assert.All(views.ViewDescriptors, view =>
        {
            Assert.StartsWith("/QrisPayments/", view.RelativePath, StringComparison.Ordinal);
            Assert.Equal("mvc.1.0.view", view.Item!.Kind); // not …razor-page, which MapRazorPages would route
        });
    }

    private static int CountOfPageView(ApplicationPartManager parts) =>
        parts.ApplicationParts.OfType<IRazorCompiledItemProvider>().SelectMany(part => part.CompiledItems)
            .Count(item => item.Identifier == "/QrisPayments/Checkout/Page.cshtml");

    private static ApplicationPartManager Parts(ServiceCollection services) =>
        services.Select(service => service.ImplementationInstance).OfType<ApplicationPartManager>().Single();
}
