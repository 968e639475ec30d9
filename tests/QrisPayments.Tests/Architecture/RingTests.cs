using QrisPayments.Hosting;

namespace QrisPayments.Tests.Architecture;

/// <summary>
/// The rings of the module (src/README.md): a folder uses folders of rings with a lower number, and within its ring only where an arrow
/// stands. There are no exceptions. What a lower ring must tell a higher one goes through an interface that the lower one owns.
/// </summary>
public sealed class RingTests
{
    private static readonly Dictionary<string, int> Rings = new()
    {
        ["Foundation"] = 1, ["QrImages"] = 1,
        ["Storage"] = 2, ["Secrets"] = 2, ["Settings"] = 2,
        ["Web"] = 3,
        ["Plugins"] = 4, ["Apps"] = 4,
        ["Outbox"] = 5,
        ["Totals"] = 6, ["Reviews"] = 6,
        ["Payments"] = 7,
        ["Money"] = 8,
        ["Gateways"] = 9,
        ["Theming"] = 10,
        ["Notifications"] = 11,
        ["Checkout"] = 12, ["Receipts"] = 12, ["Api"] = 12, ["Facades"] = 12, ["Console"] = 12,
        ["Hosting"] = 13,
    };

    /// <summary>Within a ring: who may use whom.</summary>
    private static readonly HashSet<(string From, string To)> Arrows = [("Secrets", "Storage"), ("Settings", "Secrets"), ("Settings", "Storage")];

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
    public void Every_folder_has_a_ring() =>
        Assert.Empty(typeof(QrisPaymentsOptions).Assembly.GetTypes().Where(type => type.Namespace is { } space && IsOurs(space)).Select(FolderOf).Distinct().Except(Rings.Keys));

    // What the compiler and the Razor generator add stands in namespaces of their own.
    private static bool IsOurs(string space) => space == "QrisPayments" || space.StartsWith("QrisPayments.", StringComparison.Ordinal) || space.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) || space == "Microsoft.AspNetCore.Builder";

    /// <summary>The folder is the second part of the namespace. What a host calls stands in the namespaces where hosts look for it, and is Hosting's.</summary>
    private static string FolderOf(Type type) =>
        type.Namespace!.StartsWith("QrisPayments.", StringComparison.Ordinal) ? type.Namespace.Split('.')[1] : "Hosting";
}
