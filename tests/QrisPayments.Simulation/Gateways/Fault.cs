using QrisPayments.Simulation.Model;

namespace QrisPayments.Simulation.Gateways;

/// <summary>How an answer goes wrong on its way.</summary>
internal enum Fault
{
    None,

    /// <summary>Right, but slow.</summary>
    Slow,

    /// <summary>HTTP 500 without a word that helps.</summary>
    Error,

    /// <summary>A page of a proxy, with HTTP 200.</summary>
    Html,

    /// <summary>The first half of the body, then the line is cut.</summary>
    Half,

    /// <summary>The line is cut before anything was answered.</summary>
    Cut,

    /// <summary>Nothing, until the other side gives up.</summary>
    Silence,
}

/// <summary>Draws faults while the storm lasts, and none in the calm.</summary>
internal sealed class Weather(int seed, string place, Figures figures)
{
    private static readonly (Fault, int)[] Mix =
        [(Fault.Slow, 5), (Fault.Error, 6), (Fault.Html, 3), (Fault.Half, 3), (Fault.Cut, 3), (Fault.Silence, 1)];

    /// <summary>A gateway's; out of a hundred. Were it worse, the shops would leave the gateway alone, and little would be tried.</summary>
    private const int Clear = 79;

    private volatile bool _isCalm;

    public Dice Dice { get; } = Dice.Of(seed, place);

    public bool IsCalm => _isCalm;

    public void CalmDown() => _isCalm = true;

    public Fault Draw()
    {
        if (IsCalm) return Fault.None;
        var fault = Dice.Weighted([(Fault.None, Clear), .. Mix]);
        if (fault != Fault.None) figures.Count($"fault of {place}: {fault}");
        return fault;
    }

    /// <summary>Whether something else goes wrong, which only a storm does.</summary>
    public bool Chance(double probability, string what)
    {
        if (IsCalm || !Dice.Chance(probability)) return false;
        figures.Count($"fault of {place}: {what}");
        return true;
    }
}
