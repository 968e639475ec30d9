namespace QrisPayments.Storage;

/// <summary>The settings that name the database and its tables, at the root of section <c>QrisPayments</c>.</summary>
internal interface IStorageOptions
{
    string ConnectionStringName { get; }

    bool Migrate { get; }
}
