namespace QrisPayments.Simulation.Model;

/// <summary>What is going on in the background, so that nothing is forgotten when a run ends. A failure is a finding.</summary>
internal sealed class Crowd(Findings findings)
{
    private readonly Lock _lock = new();
    private readonly List<Task> _tasks = [];

    public void Add(Task task)
    {
        lock (_lock)
        {
            _tasks.RemoveAll(other => other.IsCompletedSuccessfully);
            _tasks.Add(task);
        }
    }

    /// <summary>Waits until all has ended, also what began meanwhile.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task[] tasks;
            lock (_lock)
            {
                if (_tasks.Count == 0) return;
                tasks = [.. _tasks];
                _tasks.Clear();
            }
            foreach (var task in tasks)
            {
                try
                {
                    await task.WaitAsync(cancellationToken);
                }
                catch (TimeoutException exception)
                {
                    findings.Add(exception.Message);
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                {
                    findings.Add($"An actor failed: {exception}");
                }
            }
        }
    }
}
