namespace QrisPayments.Console;

/// <summary>One page or form of the console.</summary>
/// <param name="Method">GET (and HEAD), or POST.</param>
/// <param name="Pattern">Below <c>/admin</c>.</param>
/// <param name="Role">The least role that may.</param>
/// <param name="Handler">Runs when all checks are done.</param>
/// <param name="Opens">A step of the link that lets a developer in (<see cref="DevelopmentLink"/>). The route checks the token.</param>
internal sealed record ConsoleRoute(
    string Method, string Pattern, ConsoleRole Role, Func<ConsoleRequest, Task> Handler, bool Opens = false);
