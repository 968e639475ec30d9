namespace QrisPayments.Foundation;

/// <summary>
/// Whether the host uses the module. The package registers its services by itself; a host that never says
/// <c>MapQrisPayments</c> nor <c>AddQrisPayments</c> must not be asked for a database.
/// </summary>
internal sealed class ModuleState(IEnumerable<AddedByHand> addedByHand)
{
    public bool IsMapped { get; set; }

    public bool IsActive => IsMapped || addedByHand.Any();
}

/// <summary>A mark: the host called <c>AddQrisPayments</c>.</summary>
internal sealed class AddedByHand;
