namespace QrisPayments.Simulation.Shop;

/// <summary>The folder of one run: MariaDB's data, the shops' keys, and the logs, which stay when something failed.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("qris-simulation-").FullName;

    public Workplace()
    {
        Directory.CreateDirectory(Logs);
        Directory.CreateDirectory(Home);
    }

    public string Data => Path.Combine(_folder, "data");

    public string Logs => Path.Combine(_folder, "logs");

    /// <summary>Home of the shop processes: they share the keys of their cookies, as the nodes of one shop do.</summary>
    public string Home => Path.Combine(_folder, "home");

    /// <summary>Whether the logs are kept as evidence.</summary>
    public bool Failed { get; set; }

    public string File(string name) => Path.Combine(_folder, name);

    public string Log(string name) => Path.Combine(Logs, name);

    public void Dispose()
    {
        if (!Failed) Directory.Delete(_folder, recursive: true);
        else
            foreach (var part in Directory.GetFileSystemEntries(_folder))
                if (part != Logs) Delete(part);
    }

    private static void Delete(string part)
    {
        if (Directory.Exists(part)) Directory.Delete(part, recursive: true);
        else System.IO.File.Delete(part);
    }
}
