using QrisPayments.Plugins;
using QrisPayments.Plugins.Inspection;

namespace QrisPayments.Tests.Plugins;

public sealed class PluginManifestTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "plugins", "static-qris");

    [Fact]
    public void A_plugin_says_who_it_is_before_it_runs()
    {
        var manifest = Read(Path.Combine(Folder, "QrisPayments.StaticQris.dll"))!;

        Assert.Equal(("static-qris", "Static QRIS", PluginContract.Version), (manifest.Id, manifest.Name, manifest.Contract));
        Assert.Equal("QrisPayments.StaticQris.StaticQrisPlugin", manifest.TypeName);
    }

    [Fact]
    public void Other_assemblies_are_no_plugins() => Assert.Null(Read(typeof(PluginManifest).Assembly.Location));

    [Fact]
    public void A_plugin_brings_no_copy_of_what_it_shares_with_the_host() =>
        Assert.Equal(["QrisPayments.StaticQris.dll"], Directory.EnumerateFiles(Folder, "*.dll").Select(Path.GetFileName));

    private static PluginManifest? Read(string path)
    {
        using var image = AssemblyImage.Open(Path.GetFileName(path), File.ReadAllBytes(path));
        return PluginManifest.Read(image!);
    }
}
