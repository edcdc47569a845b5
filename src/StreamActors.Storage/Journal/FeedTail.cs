namespace StreamActors.Storage;

/// <summary>The newest pages of the journal, cached for followers at the end: each event is read and decoded once.</summary>
internal sealed class FeedTail : IDisposable
{
    private const int Rows = 2000; // a follower further behind reads for itself
    private const int Pages = 200;

    private readonly SemaphoreSlim _one = new(1);
    private readonly Lock _lock = new();
    private readonly Queue<FeedPage> _pages = [];
    private long _upTo = -1;
    private int _rows;

    /// <returns>Null if this position is not cached, or is the end.</returns>
    public FeedPage? Find(long position)
    {
        lock (_lock)
            return position >= _upTo ? null : _pages.FirstOrDefault(p => p.Covers(position));
    }

    /// <summary>Followers at the end read one after another, so that the second finds what the first has read.</summary>
    public async Task<IDisposable?> Enter(long position, CancellationToken stop)
    {
        if (!IsEnd(position))
            return null;
        await _one.WaitAsync(stop);
        return new Held(_one);
    }

    public void Add(FeedPage page)
    {
        lock (_lock)
        {
            if (page.UpTo <= _upTo || (page.After != _upTo && page.End is null))
                return;
            if (page.After != _upTo)
                Clear();
            _pages.Enqueue(page);
            (_upTo, _rows) = (page.UpTo, _rows + page.Count);
            while (_pages.Count > 1 && (_rows > Rows || _pages.Count > Pages))
                _rows -= _pages.Dequeue().Count;
        }
    }

    public void Dispose() => _one.Dispose();

    private void Clear()
    {
        _pages.Clear();
        _rows = 0;
    }

    private bool IsEnd(long position)
    {
        lock (_lock)
            return position == _upTo;
    }

    private sealed class Held(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
