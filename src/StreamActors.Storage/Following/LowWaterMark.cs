namespace StreamActors.Storage;

/// <summary>
/// The position up to which everything is delivered, while deliveries complete in any order. Deliveries beyond the stored cursor are
/// repeated after a crash, so it also tells when there are too many for receivers to recognize every repeat.
/// </summary>
internal sealed class LowWaterMark(long start, int ahead)
{
    private readonly Lock _lock = new();
    private readonly Queue<Ticket> _open = [];
    private readonly Queue<Ticket> _unstored = []; // delivered, but beyond the stored cursor
    private Ticket? _last;
    private long _position = start;
    private long _stored = start;
    private int _beyond;
    private TaskCompletionSource? _advanced;

    public long Position => Interlocked.Read(ref _position);

    /// <summary>The stored cursor.</summary>
    public long Stored => Interlocked.Read(ref _stored);

    public bool IsFull
    {
        get
        {
            lock (_lock)
                return _beyond >= ahead;
        }
    }

    /// <summary>Adds one stored event with its commands; without any it is complete at once.</summary>
    public Ticket Begin(long position, int commands)
    {
        lock (_lock)
        {
            if (commands == 0 && _open.Count > 0 && _last is { Left: 0 } behind)
            {
                behind.Position = position; // events without commands do not pile up behind an open one
                return behind;
            }
            _open.Enqueue(_last = new Ticket { Position = position, Left = commands, HasReceivers = commands > 0 });
            _beyond += commands > 0 ? 1 : 0;
            Sink();
            return _last;
        }
    }

    public void Done(Ticket ticket)
    {
        lock (_lock)
        {
            ticket.Left--;
            Sink();
        }
    }

    /// <summary>The cursor was stored here: nothing before it is delivered again.</summary>
    public void Store(long position)
    {
        lock (_lock)
        {
            Interlocked.Exchange(ref _stored, position);
            while (_unstored.TryPeek(out var first) && first.Position <= position)
            {
                _unstored.Dequeue();
                _beyond--;
            }
            _advanced?.TrySetResult();
        }
    }

    /// <summary>Completes when there is room, or something to store. One waiter at a time.</summary>
    public Task Advanced(CancellationToken stop)
    {
        lock (_lock)
        {
            if (_beyond < ahead || _position > _stored)
                return Task.CompletedTask;
            _advanced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _advanced.Task.WaitAsync(stop);
        }
    }

    private void Sink()
    {
        while (_open.TryPeek(out var first) && first.Left == 0)
        {
            Interlocked.Exchange(ref _position, _open.Dequeue().Position);
            if (first.HasReceivers)
                _unstored.Enqueue(first);
        }
        if (_position > _stored)
            _advanced?.TrySetResult();
    }

    internal sealed class Ticket
    {
        public long Position { get; set; }

        public int Left { get; set; }

        public required bool HasReceivers { get; init; }
    }
}
