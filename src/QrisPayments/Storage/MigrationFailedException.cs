namespace QrisPayments.Storage;

/// <summary>The database did not carry out a step. The steps before it are done, and the next start continues with this one.</summary>
internal sealed class MigrationFailedException(Migration step, Exception reason) : Exception($"Migration step {step.Name} failed.", reason)
{
    public Migration Step => step;
}
