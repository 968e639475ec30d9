using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace QrisPayments.Browser.Tests;

/// <summary>Has axe judge one page after the other by all its default rules, and tells everything that it finds at once.</summary>
internal sealed class Inspection(IPage page, string root)
{
    // In the page itself: the package's own way makes a second page for each, which takes twice as long. No CSP stops what the driver runs.
    private const string Run = """
        async () => {
          const result = await axe.run();
          if (result.passes.length === 0) throw new Error('axe judged nothing.');
          return result.violations.flatMap(violation => violation.nodes.map(node =>
            `${violation.id} (${node.impact}) ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`));
        }
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private readonly List<string> _violations = [];

    public IPage Page => page;

    public async Task OpenAsync(string path)
    {
        await page.GotoAsync(root + path);
        await LookAsync();
    }

    /// <summary>Judges the page as it stands.</summary>
    /// <param name="state">What is special about it.</param>
    public async Task LookAsync(string? state = null)
    {
        // What is folded away would not be judged.
        await page.EvaluateAsync("for (const folded of document.querySelectorAll('details')) folded.open = true");
        await page.EvaluateAsync(Axe);
        var path = page.Url[root.Length..] + (state is null ? "" : $" ({state})");
        _violations.AddRange(from violation in await page.EvaluateAsync<string[]>(Run) select $"{path}: {violation}");
    }

    /// <summary>Judges a page and all that its links lead to.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="belongs">Which paths to go to.</param>
    /// <returns>The paths, each once.</returns>
    public async Task<IReadOnlyCollection<string>> FollowAsync(string start, Predicate<string> belongs)
    {
        var seen = new HashSet<string> { start };
        var ahead = new Queue<string>(seen);
        while (ahead.TryDequeue(out var path))
        {
            await OpenAsync(path);
            // The other language is judged in a test of its own.
            var links = await page.Locator("a[href]:not([hreflang]):not([download])")
                .EvaluateAllAsync<string[]>("links => links.map(link => link.origin + link.pathname + link.search)");
            foreach (var link in links.Where(link => link.StartsWith(root + "/", StringComparison.Ordinal)))
                if (link[root.Length..] is var next && belongs(next) && seen.Add(next)) ahead.Enqueue(next);
        }
        return seen;
    }

    public void AssertClean() => Assert.True(_violations.Count == 0,
        $"axe found {_violations.Count} violations:\n" + string.Join('\n', _violations));
}
