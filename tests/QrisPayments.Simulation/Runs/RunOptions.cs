using System.Diagnostics.CodeAnalysis;

namespace QrisPayments.Simulation.Runs;

/// <summary>How large a run is.</summary>
internal sealed record RunOptions
{
    public int Seed { get; private set; } = 1;

    /// <summary>How long processes are killed and gateways lie; the calm afterwards comes on top.</summary>
    public int Minutes { get; private set; } = 10;

    /// <summary>SIGKILLs of shop processes.</summary>
    public int Kills { get; private set; } = 64;

    /// <summary>SIGKILLs of MariaDB.</summary>
    public int DatabaseKills { get; private set; } = 6;

    /// <summary>New buyers a minute.</summary>
    public int BuyersPerMinute { get; private set; } = 60;

    public TimeSpan Storm => TimeSpan.FromMinutes(Minutes);

    public static bool TryRead(string[] arguments, [NotNullWhen(true)] out RunOptions? options)
    {
        var read = new RunOptions();
        options = null;
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length
                || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                return false;
            switch (arguments[i])
            {
                case "--seed": read.Seed = value; break;
                case "--minutes" when value is >= 1 and <= 120: read.Minutes = value; break;
                case "--kills": read.Kills = value; break;
                case "--database-kills": read.DatabaseKills = value; break;
                case "--buyers" when value is >= 1 and <= 600: read.BuyersPerMinute = value; break;
                default: return false;
            }
        }
        options = read;
        return true;
    }
}
