using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Storage;

namespace QrisPayments.Secrets;

/// <summary>
/// Encrypts what is stored. It has a Data Protection provider of its own, in services of its own: that of the host is
/// neither used nor changed.
/// </summary>
internal sealed class SecretVault(KeyRing ring, MasterKeys masterKeys, IHoldSecrets holder, Database database) : IDisposable
{
    private const string Application = "QrisPayments";
    private const string CanaryPurpose = "canary";
    private const string CanaryText = "still alive";

    private readonly Lock _gate = new();
    private ServiceProvider? _services;
    private int _keys;

    public void Dispose() => _services?.Dispose();

    /// <summary>Why this node cannot read the secrets that are stored; null when it can, or when there are none.</summary>
    public async Task<Fault?> CheckAsync(CancellationToken cancellationToken)
    {
        if (!await database.RunAsync(holder.AnyAsync, cancellationToken)) return null;
        if (masterKeys is { Current: null, MayBeMissing: false })
            return new Fault(MasterKeyOptionsRules.Setting, "master_key_missing",
                $"Secrets are stored in this database, but {MasterKeyOptionsRules.Setting} is not set. "
                    + $"Set the one that they were stored with. {IfLost}");
        // The canary first: its key was stored before it, so the ring that is read afterwards holds that, too.
        var canary = await ring.ReadCanaryAsync(cancellationToken);
        await ring.LoadAsync(cancellationToken);
        return IsAlive(canary) ? null : Wrong();
    }

    /// <summary>Makes <see cref="Protect"/> possible, or says why nothing may be stored here.</summary>
    public async Task<Fault?> PrepareAsync(CancellationToken cancellationToken)
    {
        if (masterKeys is { Current: null, MayBeMissing: false })
            return new Fault(MasterKeyOptionsRules.Setting, "master_key_missing", "A secret is stored only under a master key, and "
                + $"{MasterKeyOptionsRules.Setting} is not set. {MasterKeyOptionsRules.HowToMake}");
        var canary = await ring.ReadCanaryAsync(cancellationToken);
        await ring.LoadAsync(cancellationToken);
        if (IsAlive(canary)) return null;
        // Without secrets a canary of another time guards nothing.
        if (await database.RunAsync(holder.AnyAsync, cancellationToken))
        {
            // Another node may have stored the first ones between our looks; its canary came before them.
            var since = await ring.ReadCanaryAsync(cancellationToken);
            return since == canary ? Wrong() : await PrepareAsync(cancellationToken);
        }
        var isOurs = await ring.TryPutCanaryAsync(Protect(CanaryPurpose, CanaryText), canary, cancellationToken);
        // Another node was first, perhaps with another master key: then its canary decides.
        return isOurs ? null : await PrepareAsync(cancellationToken);
    }

    /// <summary>Reads the keys that other nodes have added, so that <see cref="Unprotect"/> knows them.</summary>
    public Task LoadAsync(CancellationToken cancellationToken) => ring.LoadAsync(cancellationToken);

    /// <summary>Encrypts for one purpose; nothing else decrypts it. Call it outside of transactions: it may have to store a key.</summary>
    public string Protect(string purpose, string text) => Protector(purpose).Protect(text);

    /// <summary>Null when it was encrypted for another purpose, or with a key that is not here, or was changed.</summary>
    public string? Unprotect(string purpose, string content)
    {
        // Data Protection would make a first key in order to say no.
        if (ring.Count == 0) return null;
        try
        {
            return Protector(purpose).Unprotect(content);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private string IfLost => $"If it is lost, {holder.HowToGiveUp}";

    private Fault Wrong() => new(MasterKeyOptionsRules.Setting, "master_key_wrong",
        $"The secrets in this database cannot be decrypted with {MasterKeyOptionsRules.Setting}. Set the one that they were stored with "
        + "(an earlier one can stand under QrisPayments:OldMasterKeys:0), "
        + $"and restore table {database.Tables.In("qris_keys")} together with the tables that hold secrets. {IfLost}");

    private bool IsAlive(string? canary) => canary is not null && Unprotect(CanaryPurpose, canary) == CanaryText;

    /// <summary>
    /// Data Protection looks at its keys once a day; a key of another node is to be known at once, so it begins anew with each.
    /// </summary>
    private IDataProtector Protector(string purpose)
    {
        lock (_gate)
        {
            var count = ring.Count;
            if (_services is null || count != _keys)
            {
                // The former one is left to whoever still works with it.
                _services = Build();
                _keys = count;
            }
            return _services.GetRequiredService<IDataProtectionProvider>().CreateProtector(purpose);
        }
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName(Application);
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = ring);
        return services.BuildServiceProvider();
    }
}
