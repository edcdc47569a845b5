namespace StreamActors.Storage;

/// <summary>The position up to which everything is delivered, while deliveries end in any order.</summary>
internal sealed class LowWater(long start)
{
    private readonly Lock _lock = new();
    private readonly Queue<Ticket> _open = [];
    private Ticket? _last;
    private long _position = start;

    public long Position => Interlocked.Read(ref _position);

    /// <summary>One stored event and its commands; without any it holds nothing up.</summary>
    public Ticket Begin(long position, int commands)
    {
        lock (_lock)
        {
            if (commands == 0 && _open.Count > 0 && _last is { Left: 0 } behind)
            {
                behind.Position = position; // events that concern nobody do not pile up behind one that waits
                return behind;
            }
            _open.Enqueue(_last = new Ticket { Position = position, Left = commands });
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

    private void Sink()
    {
        while (_open.TryPeek(out var first) && first.Left == 0)
            Interlocked.Exchange(ref _position, _open.Dequeue().Position);
    }

    internal sealed class Ticket
    {
        public long Position { get; set; }

        public int Left { get; set; }
    }
}
