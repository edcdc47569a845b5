using System.Data.Common;

namespace StreamActors.Storage;

/// <summary>Reads by key that wait share the next query: entities wake by the thousand, and a query for each costs a round trip.</summary>
/// <param name="query">The rows of every key, in the order of the keys.</param>
internal sealed class SharedReads<TKey, TRow>(
    IDatabase database, Func<DbConnection, IReadOnlyList<TKey>, Task<IReadOnlyList<List<TRow>>>> query)
{
    private const int AtOnce = 2;
    private const int Most = 64; // keys of one query

    private readonly Queue<(TKey Key, TaskCompletionSource<List<TRow>> Rows)> _waiting = [];
    private int _running;

    public Task<List<TRow>> Read(TKey key, CancellationToken stop)
    {
        var rows = new TaskCompletionSource<List<TRow>>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiting)
        {
            _waiting.Enqueue((key, rows));
            if (_running == AtOnce)
                return rows.Task.WaitAsync(stop);
            _running++;
        }
        _ = Run();
        return rows.Task.WaitAsync(stop);
    }

    private async Task Run()
    {
        while (Next() is { Count: > 0 } some)
        {
            if (await Query(some) is not { } failure)
                continue;
            foreach (var one in some)
            {
                // One damaged row fails the query of all: each key by itself, unless the database is away.
                var own = some.Count == 1 || failure is DatabaseUnavailableException ? failure : await Query([one]);
                if (own is not null)
                    one.Rows.TrySetException(own);
            }
        }
    }

    private async Task<Exception?> Query(List<(TKey Key, TaskCompletionSource<List<TRow>> Rows)> some)
    {
        try
        {
            var found = await database.Read(c => query(c, [.. some.Select(s => s.Key)]), CancellationToken.None);
            for (var i = 0; i < some.Count; i++)
                some[i].Rows.TrySetResult(found[i]);
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    /// <summary>None ends this run.</summary>
    private List<(TKey Key, TaskCompletionSource<List<TRow>> Rows)> Next()
    {
        lock (_waiting)
        {
            List<(TKey, TaskCompletionSource<List<TRow>>)> some = new(Math.Min(_waiting.Count, Most));
            while (some.Count < Most && _waiting.TryDequeue(out var next))
                some.Add(next);
            if (some.Count == 0)
                _running--;
            return some;
        }
    }
}
