namespace QrisPayments.Storage;

/// <summary>The settings that name the database and its tables, at the root of section <c>QrisPayments</c>.</summary>
internal interface IStorageOptions
{
    string ConnectionStringName { get; }

    string TablePrefix { get; }

    string? ShopId { get; }

    bool Migrate { get; }

    StorageOptions Storage { get; }
}
