namespace QrisPayments.Plugins;

/// <summary>
/// Names the one plugin of an assembly. It is read from the file's metadata, before any of the plugin's code runs. The
/// plugin's version is that of its assembly.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class QrisPluginAttribute : Attribute
{
    /// <summary>Names the plugin.</summary>
    /// <param name="plugin">A public class that derives from <see cref="QrisPlugin"/> and has a constructor without parameters.</param>
    /// <param name="id">Its id everywhere: 1–40 of <c>a-z 0-9 -</c>, such as <c>static-qris</c>.</param>
    /// <param name="contract">Leave it out: the compiler writes the contract version that the plugin was built against.</param>
    public QrisPluginAttribute(Type plugin, string id, int contract = PluginContract.Version)
    {
        Plugin = plugin;
        Id = id;
        Contract = contract;
    }

    /// <summary>The plugin's class.</summary>
    public Type Plugin { get; }

    /// <summary>The plugin's id.</summary>
    public string Id { get; }

    /// <summary>The contract version that it was built against.</summary>
    public int Contract { get; }

    /// <summary>What people call it.</summary>
    public string? Name { get; init; }

    /// <summary>One line on what it does.</summary>
    public string? Description { get; init; }

    /// <summary>Who made it.</summary>
    public string? Author { get; init; }

    /// <summary>The gateway's or the plugin's page, https.</summary>
    public string? Website { get; init; }

    /// <summary>Where its settings are explained, https.</summary>
    public string? Documentation { get; init; }
}
