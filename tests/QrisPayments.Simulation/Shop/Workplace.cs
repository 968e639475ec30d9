namespace QrisPayments.Simulation.Shop;

/// <summary>The folder of one run: MariaDB's data, the shops' keys, and the logs. Data and logs stay when something failed.</summary>
internal sealed class Workplace : IDisposable
{
    public Workplace()
    {
        Directory.CreateDirectory(Logs);
        Directory.CreateDirectory(Home);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("qris-simulation-").FullName;

    /// <summary>Of MariaDB; what is left of a failed run can be opened by another <c>mariadbd</c>.</summary>
    public string Data => Path.Combine(Folder, "data");

    public string Logs => Path.Combine(Folder, "logs");

    /// <summary>Home of the shop processes: they share the keys of their cookies, as the nodes of one shop do.</summary>
    public string Home => Path.Combine(Folder, "home");

    /// <summary>Whether data and logs are kept as evidence.</summary>
    public bool Failed { get; set; }

    public string File(string name) => Path.Combine(Folder, name);

    public string Log(string name) => Path.Combine(Logs, name);

    public void Dispose() => Directory.Delete(Failed ? Home : Folder, recursive: true);
}
