namespace QrisPayments.Secrets;

/// <summary>The settings that guard stored secrets, at the root of section <c>QrisPayments</c>.</summary>
internal interface IMasterKeyOptions
{
    string? MasterKey { get; }

    IList<string> OldMasterKeys { get; }
}
