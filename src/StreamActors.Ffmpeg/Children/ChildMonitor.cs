using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace StreamActors.Ffmpeg;

/// <summary>
/// The one thread that reads stderr and progress of all children and reaps them. It reads at once and buffers nothing, so no child is ever
/// blocked by us; the receivers decide what of a flood to keep.
/// </summary>
internal sealed unsafe partial class ChildMonitor : IDisposable
{
    private const int ProvenInterval = 5; // ticks of one second
    private const int LastWords = 4 * 1024 * 1024;

    private readonly ConcurrentQueue<Child> _arrivals = new();
    private readonly List<Child> _children = [];
    private readonly SafeFileHandle _bell;
    private readonly ITimer _second;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private Libc.PollEntry[] _entries = new Libc.PollEntry[64];
    private int _ticks;
    private volatile bool _closing;

    internal ChildMonitor(TimeProvider time, ILogger logger)
    {
        var bell = Libc.EventDescriptor(0, Libc.CloseOnExec | Libc.NonBlocking);
        _bell = bell < 0 ? throw new Win32Exception(Marshal.GetLastPInvokeError()) : new SafeFileHandle(bell, ownsHandle: true);
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = "child watch" };
        _thread.Start();
        _second = time.CreateTimer(_ => Tick(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    internal void Add(Child child)
    {
        _arrivals.Enqueue(child);
        Ring();
    }

    public void Dispose()
    {
        _second.Dispose();
        _closing = true;
        Ring();
        _thread.Join();
        _bell.Dispose();
    }

    private void Tick()
    {
        Interlocked.Increment(ref _ticks);
        Ring();
    }

    private void Ring()
    {
        var one = 1UL;
        try
        {
            _ = Libc.Write(_bell, (byte*)&one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // A timer can fire once more after its disposal.
        }
    }

    private void Run()
    {
        var ticked = 0;
        while (!(_closing && _children.Count == 0 && _arrivals.IsEmpty))
        {
            while (_arrivals.TryDequeue(out var child))
                _children.Add(child);
            var count = LayOut();
            fixed (Libc.PollEntry* entries = _entries)
            {
                if (Libc.Poll(entries, (nuint)count, -1) < 0)
                    continue; // interrupted
            }
            if (_entries[0].Seen != 0)
                _ = Descriptors.Read(_bell, _buffer);
            var ticks = Volatile.Read(ref _ticks);
            for (; ticked != ticks; ticked++)
                ReadSlowly(ticked);
            Serve();
        }
    }

    private int LayOut()
    {
        if (_entries.Length < _children.Count * 3 + 1)
            _entries = new Libc.PollEntry[_children.Count * 6 + 1];
        _entries[0] = Entry(_bell);
        var at = 1;
        foreach (var child in _children)
        {
            _entries[at++] = Entry(child.Stderr);
            _entries[at++] = Entry(child.ReadsProgressSlowly ? null : child.Progress);
            _entries[at++] = Entry(child.Exit);
        }
        return at;
    }

    /// <summary>poll skips an entry with a negative descriptor. Only this thread closes the handles in here.</summary>
    private static Libc.PollEntry Entry(SafeFileHandle? handle) =>
        new() { Descriptor = handle is null or { IsClosed: true } ? -1 : (int)handle.DangerousGetHandle(), Wanted = Libc.PollIn };

    private void Serve()
    {
        for (var at = _children.Count - 1; at >= 0; at--)
        {
            var child = _children[at];
            if (_entries[1 + at * 3].Seen != 0)
                Drain(child, child.Stderr, child.Start.OnStderr, _buffer.Length);
            if (_entries[2 + at * 3].Seen != 0 && child is { Progress: { } progress, ReadsProgressSlowly: false })
                Drain(child, progress, child.Start.OnProgress, _buffer.Length);
            if (_entries[3 + at * 3].Seen != 0 && OnExited(child))
                _children.RemoveAt(at);
        }
    }

    private bool OnExited(Child child)
    {
        Drain(child, child.Stderr, child.Start.OnStderr, LastWords);
        if (child.Progress is { } progress)
            Drain(child, progress, child.Start.OnProgress, LastWords);
        return child.Reap();
    }

    private void ReadSlowly(int tick)
    {
        foreach (var child in _children)
            // staggered
            if (child is { ReadsProgressSlowly: true, Progress: { } progress } && child.Pid % ProvenInterval == tick % ProvenInterval)
                Drain(child, progress, child.Start.OnProgress, _buffer.Length);
    }

    private void Drain(Child child, SafeFileHandle handle, Chunk? take, int budget)
    {
        while (budget > 0 && !handle.IsClosed)
        {
            var read = Descriptors.Read(handle, _buffer);
            if (read < 0)
                return;
            if (read == 0)
            {
                handle.Dispose(); // the child closed it, and a pipe at its end would wake us forever
                return;
            }
            budget -= read;
            Hand(child, take, _buffer.AsSpan(0, read));
        }
    }

    private void Hand(Child child, Chunk? take, ReadOnlySpan<byte> bytes)
    {
        try
        {
            take?.Invoke(bytes);
        }
        catch (Exception exception)
        {
            // One receiver's exception must not stop the thread that serves them all.
            ReaderFailed(_logger, child.Pid, exception);
        }
    }
}
