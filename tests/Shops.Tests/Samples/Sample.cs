using System.Diagnostics;
using System.Text.Json;

namespace QrisPayments.Shops.Tests.Samples;

/// <summary>
/// A sample request of a gateway's text, run by the program it was written for. What the text leaves to its reader is added: PHP's
/// opening tag, and a last line that prints the answer.
/// </summary>
internal sealed class Sample
{
    private static readonly string Files = Path.Combine(AppContext.BaseDirectory, "Samples");

    private string _text;
    private readonly string _program;

    private Sample(string file, string text)
    {
        _program = Path.GetExtension(file)[1..];
        _text = text;
    }

    /// <summary>All samples of a gateway's endpoint, such as <c>bayar-gg/create-payment</c>, one for each program.</summary>
    public static TheoryData<string> All(string gateway, params string[] endpoints)
    {
        var found = new TheoryData<string>();
        foreach (var endpoint in endpoints)
        {
            foreach (var file in Directory.GetFiles(Path.Combine(Files, gateway), endpoint + ".*").Order(StringComparer.Ordinal))
                found.Add(Path.GetFileName(file));
        }
        return found;
    }

    public static Sample Read(string path) => new(path, File.ReadAllText(Path.Combine(Files, path)));

    /// <summary>The one thing that a reader of the text has to change; it must stand there.</summary>
    public Sample With(string printed, string own)
    {
        Assert.Contains(printed, _text, StringComparison.Ordinal);
        _text = _text.Replace(printed, own, StringComparison.Ordinal);
        return this;
    }

    /// <summary>Runs it; the answer as the sample got it.</summary>
    public async Task<JsonElement> AnswerAsync() => JsonDocument.Parse(await RunAsync()).RootElement;

    /// <summary>Runs it; what it prints.</summary>
    public async Task<string> RunAsync()
    {
        using var folder = new TemporaryFolder();
        var (program, file, text) = _program switch
        {
            "sh" => ("bash", "sample.sh", _text.Replace("curl ", "curl --silent --show-error --max-time 30 ", StringComparison.Ordinal)),
            "php" => ("php", "sample.php", _text.Contains("<?php", StringComparison.Ordinal) ? _text : $"<?php\n{_text}\necho $response;"),
            "mjs" => ("node", "sample.mjs", "const print = console.log; console.log = (...all) => "
                + "print(...all.map(one => JSON.stringify(one)));\n"
                + (_text.Contains("console.log", StringComparison.Ordinal) ? _text : _text + "\nconsole.log(data);")),
            "py" => (Programs.Python, "sample.py",
                _text.Contains("print(", StringComparison.Ordinal) ? _text : _text + "\nprint(response.text)"),
            _ => throw new InvalidOperationException($"No program for samples in .{_program}"),
        };
        var path = Path.Combine(folder.Path, file);
        await File.WriteAllTextAsync(path, text);
        // Older releases warn that their fetch is new.
        return program == "node" ? await Programs.RunAsync(program, "--no-warnings", path) : await Programs.RunAsync(program, path);
    }
}
