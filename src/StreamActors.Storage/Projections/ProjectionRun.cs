using System.Threading.Channels;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>
/// Keeps one projection up to date with the journal. On any failure it throws and restarts from the stored cursor; a second instance
/// elsewhere finds the cursor moved, and applies nothing twice.
/// </summary>
public sealed class ProjectionRun(IProjection projection, ICommittedFeed feed, IDatabase database, TimeProvider time) : IFeedReader
{
    private const int Batch = 100;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    private readonly Cursors _cursors = new(database);

    public string Name => "projection-" + projection.Name;

    public string Cursor => "projection:" + projection.Name;

    public async Task Run(CancellationToken stop)
    {
        var position = await Begin(stop);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var arrived = Channel.CreateBounded<Recorded>(new BoundedChannelOptions(Batch) { SingleReader = true, SingleWriter = true });
        var pumping = Pump(position, arrived.Writer, over.Token);
        try
        {
            while (await Arrived(arrived.Reader, position, over.Token))
            {
                var batch = new List<Recorded>();
                while (batch.Count < Batch && arrived.Reader.TryRead(out var recorded))
                    batch.Add(recorded);
                await Apply(position, batch, over.Token);
                position = batch[^1].Position;
            }
        }
        finally
        {
            await over.CancelAsync();
            await pumping;
        }
    }

    /// <summary>Resets it; the running instance rebuilds it from the beginning.</summary>
    public Task Rebuild(CancellationToken stop) => database.Change(
        async transaction =>
        {
            await projection.Clear(transaction);
            await Cursors.Put(transaction, Cursor, 0);
            return 0;
        },
        stop);

    private async Task<long> Begin(CancellationToken stop)
    {
        if (await _cursors.Find(Cursor, stop) is { } position)
            return position;
        await Rebuild(stop);
        return 0;
    }

    private Task Apply(long from, List<Recorded> batch, CancellationToken stop) => database.Change(
        async transaction =>
        {
            // First, because it locks the row until the commit: a second instance waits here and then fails.
            if (!await Cursors.Move(transaction, Cursor, from, batch[^1].Position))
                throw Moved();
            foreach (var recorded in batch)
                await projection.Apply(transaction, recorded);
            return 0;
        },
        stop);

    private async Task<bool> Arrived(ChannelReader<Recorded> arrived, long position, CancellationToken stop)
    {
        var waiting = arrived.WaitToReadAsync(stop).AsTask();
        while (true)
        {
            try
            {
                return await waiting.WaitAsync(PollInterval, time, stop);
            }
            catch (TimeoutException) when (!waiting.IsCompleted)
            {
                if (await _cursors.Find(Cursor, stop) != position)
                    throw Moved(); // rebuild it, though nothing new has arrived
            }
        }
    }

    private async Task Pump(long after, ChannelWriter<Recorded> arrived, CancellationToken stop)
    {
        try
        {
            await foreach (var recorded in feed.Follow(after, stop))
                await arrived.WriteAsync(recorded, stop);
            arrived.Complete();
        }
        catch (Exception failure) // rethrown to the reader of the channel
        {
            arrived.Complete(failure);
        }
    }

    private InvalidOperationException Moved() => new($"The projection '{projection.Name}' was moved by another process.");
}
