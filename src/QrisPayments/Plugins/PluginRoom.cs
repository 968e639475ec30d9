namespace QrisPayments.Plugins;

/// <summary>
/// How many calls of one plugin may be under way. It begins with as many as the plugin has threads and grows with every call
/// that ended well, so a slow gateway that answers soon serves many at a time; the first call that does not end makes it small
/// again. A call that was given up keeps its place until it really ends: a plugin that only ever hangs gets no more of them.
/// </summary>
internal sealed class PluginRoom(int min)
{
    private const int MaxGrowth = 256;
    private const int MaxWaiting = 1024;

    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private int _grown;
    private int _inside;

    /// <summary>Calls that have begun and not ended, those that were given up included.</summary>
    public int Inside
    {
        get
        {
            lock (_lock) return _inside;
        }
    }

    /// <summary>Takes a place; false when there was none in time.</summary>
    public async Task<bool> EnterAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> turn;
        lock (_lock)
        {
            if (_inside < min + _grown && _waiting.Count == 0)
            {
                _inside++;
                return true;
            }
            if (_waiting.Count >= MaxWaiting) return false;
            turn = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        try
        {
            await turn.Value.Task.WaitAsync(timeout, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            lock (_lock)
            {
                // Given a place in the same moment: it is for the next.
                if (turn.List is null) LeaveLocked();
                else _waiting.Remove(turn);
            }
            if (exception is OperationCanceledException) throw;
            return false;
        }
    }

    /// <summary>Gives the place back.</summary>
    /// <param name="well">The call ended in time and as it should.</param>
    public void Leave(bool well)
    {
        lock (_lock)
        {
            if (well && _grown < MaxGrowth) _grown++;
            LeaveLocked();
        }
    }

    /// <summary>A call did not end in time.</summary>
    public void Shrink()
    {
        lock (_lock) _grown = 0;
    }

    private void LeaveLocked()
    {
        _inside--;
        while (_inside < min + _grown && _waiting.First is { } next)
        {
            _waiting.RemoveFirst();
            _inside++;
            next.Value.SetResult();
        }
    }
}
