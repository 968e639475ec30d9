namespace QrisPayments.Plugins;

/// <summary>
/// The version of the contract between host and plugins, which is everything public in QrisPayments.Abstractions and
/// QrisPayments.Codec. The compiler writes it into each plugin (<see cref="QrisPluginAttribute"/>), and a host reads it before any
/// of the plugin's code runs.
/// </summary>
/// <remarks>
/// <para>
/// <b>What may come within a version:</b> new types; new members of classes; new optional (never <c>required</c>) properties of records;
/// new members of interfaces that plugins implement only with a body that keeps the old behaviour; new capabilities, as interfaces of
/// their own. A plugin that uses something new on an older host is refused there with the missing member's name.
/// </para>
/// <para>
/// <b>What raises it:</b> whatever may stop a plugin that was built before, or make it do something else: a member taken away, renamed
/// or with another signature; a new abstract member; a new <c>required</c> property of what plugins make; a new case of a closed result
/// that plugins have to tell apart; an old result with another meaning; a stricter rule for what a plugin may answer. Package versions
/// follow: a raised contract comes with a new major version (before 1.0, a new minor one).
/// </para>
/// <para>
/// <b>How long the old ones run:</b> a host runs every version from <see cref="Oldest"/> on. When <see cref="Version"/> rises, the one
/// before stays in for at least 12 months and one further release with a raised contract, whichever is later; what is to go is marked
/// <c>[Obsolete]</c> with its successor as long as that. Only a hole in security ends a version sooner.
/// </para>
/// <para>
/// <b>What an author does:</b> nothing, until a compiler warning names the successor. Then: raise the package versions, build, mend what
/// the compiler and the conformance suite name, and release. One build serves all hosts of its contract version and later ones.
/// </para>
/// </remarks>
public static class PluginContract
{
    /// <summary>Rises when a plugin that was built before may no longer work.</summary>
    public const int Version = 1;

    /// <summary>The oldest contract that this host still runs.</summary>
    public const int Oldest = 1;
}
