using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Inspection;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Plugins;

/// <summary>What lies in a plugin's folder: whose fingerprint it is, what is read of it, and when it is read again.</summary>
public sealed class PluginFolderTests : PluginInspection
{
    [Fact]
    public void The_fingerprint_is_what_a_shell_computes()
    {
        var folder = TestPlugin.Write(_root, "known", TestPlugin.Provider("known"));
        Directory.CreateDirectory(Path.Combine(folder, "runtimes", "any"));
        File.WriteAllText(Path.Combine(folder, "runtimes", "any", "Z.txt"), "z");
        File.WriteAllText(Path.Combine(folder, "runtimes-note.txt"), "");
        File.WriteAllText(Path.Combine(folder, "ä.txt"), "ä");
        File.WriteAllText(Path.Combine(folder, "it's a note.txt"), "");
        using var shell = Process.Start(
            new ProcessStartInfo("sh",
                ["-c", "find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum"])
                {
                    WorkingDirectory = folder, RedirectStandardOutput = true
                })!;

        Assert.Equal(shell.StandardOutput.ReadToEnd().Split(' ')[0], Assert.Single(Inspect()).Fingerprint);
    }

    [Fact]
    public void A_pipe_in_a_folder_is_a_reason_and_keeps_nobody_waiting()
    {
        TestPlugin.Write(_root, "sound", TestPlugin.Provider("sound"));
        var folder = TestPlugin.Write(_root, "piped", TestPlugin.Provider("piped"));
        using (var made = Process.Start("mkfifo", [Path.Combine(folder, "pipe")])) made.WaitForExit();
        var inspector = new PluginInspector(NullLogger<PluginInspector>.Instance) { TimeBox = TimeSpan.FromSeconds(1) };

        var findings = inspector.Inspect(_options, []);

        Assert.Equal("folder_unreadable", Assert.Single(findings.Single(finding => finding.Folder == folder).Faults).Code);
        Assert.Empty(findings.Single(finding => finding.Folder != folder).Faults);
        // The thread that waits is let go.
        File.WriteAllText(Path.Combine(folder, "pipe"), "");
    }

    [Fact]
    public void What_is_too_large_for_a_plugin_is_not_read()
    {
        var folder = TestPlugin.Write(_root, "huge", TestPlugin.Provider("huge"));
        using (var file = File.Create(Path.Combine(folder, "movie.dat"))) file.SetLength(20L << 30);

        Assert.Equal("too_large", Assert.Single(Assert.Single(Inspect()).Faults).Code);
    }

    [Fact]
    public void What_is_not_on_the_list_of_the_allowed_is_refused_with_its_fingerprint()
    {
        TestPlugin.Write(_root, "a", TestPlugin.Provider("mine"));
        TestPlugin.Write(_root, "b", TestPlugin.Provider("theirs"));
        _options.Allow.Add(Inspect()[0].Fingerprint.ToUpperInvariant());

        var findings = new PluginInspector(NullLogger<PluginInspector>.Instance).Inspect(_options, []);

        Assert.Empty(findings[0].Faults);
        var fault = Assert.Single(findings[1].Faults);
        Assert.Equal("not_allowed", fault.Code);
        Assert.Contains(findings[1].Fingerprint, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_of_the_list_that_can_be_no_fingerprint_is_a_fault_of_the_setup()
    {
        _options.Allow.Add("sha256:1234");
        var faults = new List<Fault>();

        _inspector.Inspect(_options, faults);

        Assert.Equal(("QrisPayments:Plugins:Allow:0", "allow_malformed"), (Assert.Single(faults).Field, faults[0].Code));
    }

    [Fact]
    public void An_empty_folder_is_nothing_yet()
    {
        Directory.CreateDirectory(Path.Combine(_root, "soon"));

        Assert.Empty(Inspect());
    }

    [Fact]
    public void A_folder_without_a_plugin()
    {
        Directory.CreateDirectory(Path.Combine(_root, "papers"));
        File.WriteAllText(Path.Combine(_root, "papers", "readme.txt"), "hello");

        Assert.Equal("papers", Says("no_plugin", "No assembly in its folder has the QrisPlugin attribute.").Id);
    }

    [Fact]
    public void A_folder_with_two_plugins()
    {
        var folder = TestPlugin.Write(_root, "pair", TestPlugin.Provider("one"));
        File.WriteAllBytes(Path.Combine(folder, "two.dll"), TestPlugin.Compile("two", TestPlugin.Provider("two")));

        Says("several_plugins", "Its folder holds 2 plugins (pair.dll, two.dll).");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(600)]
    [InlineData(3000)]
    public void A_file_that_is_not_yet_copied_whole(int bytes)
    {
        var file = Path.Combine(TestPlugin.Write(_root, "half", TestPlugin.Provider("half")), "half.dll");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..bytes]);

        Assert.Contains(Says("file_unreadable", "half.dll is broken or not yet copied whole").Faults,
            fault => fault.Code is "file_unreadable");
    }

    [Fact]
    public void A_file_that_is_noise_ends_as_a_reason_whatever_the_noise()
    {
        var file = Path.Combine(TestPlugin.Write(_root, "noise", TestPlugin.Provider("noise")), "noise.dll");
        var sound = File.ReadAllBytes(file);
        var random = new Random(4711);
        for (var round = 0; round < 300; round++)
        {
            var bytes = sound.ToArray();
            for (var i = 0; i < 1 + round % 20; i++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(file, bytes);
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddDays(round));

            Assert.Single(Inspect());
        }
    }

    [Fact]
    public void A_native_library_beside_a_plugin_is_no_fault()
    {
        var folder = TestPlugin.Write(_root, "native", TestPlugin.Provider("native"));
        File.WriteAllText(Path.Combine(folder, "libtally.so"), "\u007fELF");

        Assert.Empty(Assert.Single(Inspect()).Faults);
    }

    [Fact]
    public void Links_are_not_followed()
    {
        var folder = TestPlugin.Write(_elsewhere, "linked", TestPlugin.Provider("linked"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "linked"), folder);
        var plain = TestPlugin.Write(_root, "plain", TestPlugin.Provider("plain"));
        File.CreateSymbolicLink(Path.Combine(plain, "more.dll"), Path.Combine(folder, "linked.dll"));
        Directory.CreateSymbolicLink(Path.Combine(plain, "round"), _root);

        Assert.Equal("folder_link", Assert.Single(Inspect()[0].Faults).Code);
        Assert.Equal(["link_in_folder", "link_in_folder"], Inspect()[1].Faults.Select(fault => fault.Code));
    }

    [Fact]
    public void A_folder_that_did_not_change_is_not_looked_into_again()
    {
        TestPlugin.Write(_root, "still", TestPlugin.Provider("still"));

        Assert.Same(Inspect()[0], Inspect()[0]);
    }

    [Fact]
    public void Files_that_changed_since_they_were_inspected_are_not_handed_out()
    {
        var folder = TestPlugin.Write(_root, "swapped", TestPlugin.Provider("swapped"));
        var finding = Assert.Single(Inspect());
        File.WriteAllBytes(Path.Combine(folder, "swapped.dll"),
            TestPlugin.Compile("swapped", TestPlugin.Provider("swapped", settings: "public int Evil { get; init; }")));

        Assert.Contains("has changed since it was inspected", Assert.Throws<IOException>(() => finding.Files!.Bytes("swapped.dll")).Message,
            StringComparison.Ordinal);
    }
}
