using System.Text.RegularExpressions;
using QrisPayments.Hosting;

namespace QrisPayments.Tests.Architecture;

/// <summary>
/// The rings of the module (src/README.md): a folder uses folders of rings with a lower number, and within its ring only where an arrow
/// stands. There are no exceptions. What a lower ring must tell a higher one goes through an interface that the lower one owns.
/// </summary>
public sealed partial class RingTests
{
    private static readonly Dictionary<string, int> Rings = new()
    {
        ["Foundation"] = 1,
        ["Storage"] = 2, ["Secrets"] = 2, ["Settings"] = 2,
        ["Web"] = 3,
        ["Plugins"] = 4, ["Apps"] = 4,
        ["Outbox"] = 5,
        ["Totals"] = 6, ["Reviews"] = 6,
        ["Payments"] = 7,
        ["Money"] = 8, ["Refunds"] = 8,
        ["Gateways"] = 9,
        ["Theming"] = 10,
        ["Notifications"] = 11,
        ["Checkout"] = 12, ["Receipts"] = 12, ["Api"] = 12, ["Facades"] = 12, ["Console"] = 12,
        ["Hosting"] = 13,
    };

    /// <summary>Whose table it is: the folder whose classes write it.</summary>
    private static readonly Dictionary<string, string> Tables = new()
    {
        ["qris_changes"] = "Storage", ["qris_migrations"] = "Storage", ["qris_leases"] = "Storage", ["qris_owner"] = "Storage",
        ["qris_keys"] = "Secrets",
        ["qris_plugins"] = "Plugins", ["qris_accounts"] = "Plugins",
        ["qris_deliveries"] = "Outbox", ["qris_delivery_tries"] = "Outbox",
        ["qris_reservations"] = "Totals", ["qris_reviews"] = "Reviews",
        ["qris_payments"] = "Payments", ["qris_attempts"] = "Payments", ["qris_events"] = "Payments", ["qris_idempotency"] = "Payments",
        ["qris_visitors"] = "Payments",
        ["qris_credits"] = "Money", ["qris_intake"] = "Money", ["qris_ledger"] = "Money",
        ["qris_refunds"] = "Refunds",
        ["qris_webhooks"] = "Gateways", ["qris_flights"] = "Gateways",
        ["qris_facade_payments"] = "Facades",
    };

    /// <summary>Namespaces of the contract, which every folder may use.</summary>
    private static readonly string[] OfTheContract = ["Plugins", "Checkout", "Receipts"];

    /// <summary>Within a ring: who may use whom.</summary>
    private static readonly HashSet<(string From, string To)> Arrows =
        [("Secrets", "Storage"), ("Settings", "Secrets"), ("Settings", "Storage"), ("Refunds", "Money")];

    [Fact]
    public void A_folder_uses_only_folders_of_lower_rings()
    {
        var assembly = typeof(QrisPaymentsOptions).Assembly;
        var wrong = from type in assembly.GetTypes()
                    where type.DeclaringType is null && type.Namespace is not null && IsOurs(type.Namespace)
                    let mine = FolderOf(type)
                    from used in TypeUses.Of(type, assembly)
                    where used.Namespace is not null && IsOurs(used.Namespace)
                    let its = FolderOf(used)
                    where mine != its && Rings[its] >= Rings[mine] && !Arrows.Contains((mine, its))
                    orderby Rings[mine], type.FullName, used.FullName
                    select $"{mine} (ring {Rings[mine]}) must not use {its} (ring {Rings[its]}): {type.FullName} → {used.FullName}";

        Assert.True(!wrong.Any(), string.Join('\n', wrong.Prepend("The rings of src/README.md are broken:")));
    }

    [Fact]
    public void A_folders_SQL_names_only_tables_of_its_own_and_of_lower_rings()
    {
        var wrong = from type in typeof(QrisPaymentsOptions).Assembly.GetTypes()
                    where type.DeclaringType is null && type.Namespace is not null && IsOurs(type.Namespace)
                    let mine = FolderOf(type)
                    from table in TypeUses.TextsOf(type).SelectMany(text => Table().Matches(text)).Select(match => match.Value).Distinct()
                    let its = Tables.GetValueOrDefault(table, "nobody")
                    where mine != its && (!Rings.TryGetValue(its, out var ring) || ring >= Rings[mine]) && !Arrows.Contains((mine, its))
                    orderby Rings[mine], type.FullName, table
                    select $"{mine} (ring {Rings[mine]}) must not name {table} of {its}: {type.FullName}";

        Assert.True(!wrong.Any(), string.Join('\n', wrong.Prepend("The rings of src/README.md are broken in SQL:")));
    }

    // A constant of a higher ring leaves no trace in the compiled code but its value.
    [Fact]
    public void No_file_opens_a_higher_ring_with_using()
    {
        var module = Path.Combine(DependencyTests.Root(), "src", "QrisPayments");
        var wrong = from folder in Rings.Keys
                    from file in Directory.EnumerateFiles(Path.Combine(module, folder), "*.cs", SearchOption.AllDirectories)
                    from line in File.ReadLines(file)
                    let used = Using().Match(line).Groups["folder"].Value
                    where Rings.TryGetValue(used, out var ring) && ring > Rings[folder] && !OfTheContract.Contains(used)
                    select $"{folder} (ring {Rings[folder]}) must not use {used} (ring {Rings[used]}): "
                        + $"{Path.GetRelativePath(module, file)}";

        Assert.True(!wrong.Any(), string.Join('\n', wrong.Prepend("The rings of src/README.md are broken:")));
    }

    [GeneratedRegex(@"\bqris_[a-z_]+[a-z]\b")]
    private static partial Regex Table();

    [GeneratedRegex(@"^using QrisPayments\.(?<folder>\w+)")]
    private static partial Regex Using();

    [Fact]
    public void Every_folder_has_a_ring() =>
        Assert.Empty(typeof(QrisPaymentsOptions).Assembly.GetTypes().Where(type => type.Namespace is { } space && IsOurs(space))
            .Select(FolderOf).Distinct().Except(Rings.Keys));

    // What the compiler and the Razor generator add stands in namespaces of their own.
    private static bool IsOurs(string space) =>
        space == "QrisPayments" || space.StartsWith("QrisPayments.", StringComparison.Ordinal)
            || space.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) || space == "Microsoft.AspNetCore.Builder";

    /// <summary>
    /// The folder is the second part of the namespace. What a host calls stands in the namespaces where hosts look for it, and is
    /// Hosting's.
    /// </summary>
    private static string FolderOf(Type type) =>
        type.Namespace!.StartsWith("QrisPayments.", StringComparison.Ordinal) ? type.Namespace.Split('.')[1] : "Hosting";
}
