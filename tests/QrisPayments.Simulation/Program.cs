using QrisPayments.Simulation.Checks;
using QrisPayments.Simulation.Runs;

const string usage = """
    Two shops on one MariaDB, a hostile gateway, a flaky receiver, and processes that are killed; at the end every rupiah is looked for.

      run [--seed N] [--minutes M] [--kills K] [--database-kills D] [--buyers B]
            storms for M minutes (10): K SIGKILLs of shop processes (64), D of MariaDB (6), B buyers a minute (60).
            The seed (1) decides who does what, and which faults there are; it does not decide how fast they happen.
      check CONNECTION
            looks for rows that break an invariant, in any database of the module (MySQL or MariaDB).

    The exit code is 0 when everything held, 1 when something did not, 2 when the command was not understood.
    """;

switch (args)
{
    case ["run", .. var options] when RunOptions.TryRead(options, out var read):
        return await RunCommand.RunAsync(read);
    case ["check", var connection]:
        return await CheckCommand.RunAsync(connection);
    default:
        Console.Error.WriteLine(usage);
        return 2;
}
