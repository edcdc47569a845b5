using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace StreamActors.Ffmpeg;

/// <summary>The log files of workloads. Written by one thread behind a bounded queue: a slow disk costs log lines only.</summary>
public sealed partial class WorkloadLogs : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMinutes(1);

    private readonly string _folder;
    private readonly long _bytes;
    private readonly int _files;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<Entry> _queue;
    private readonly Dictionary<string, RotatedLog> _logs = new(StringComparer.Ordinal);
    private readonly Task _writing;
    private long _missed;
    private long? _failedAt;

    public WorkloadLogs(string folder, TimeProvider time, ILogger<WorkloadLogs>? logger = null, long bytesPerFile = 1024 * 1024,
        int files = 4, int queue = 4096)
    {
        (_folder, _time, _bytes, _files) = (folder, time, bytesPerFile, files);
        _logger = logger ?? NullLogger<WorkloadLogs>.Instance;
        _queue = Channel.CreateBounded<Entry>(
            new BoundedChannelOptions(queue) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true },
            _ => Interlocked.Increment(ref _missed));
        _writing = Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Lines lost because the disk was too slow or full.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    /// <summary>Never blocks. An id has small letters, digits, '-', '~' and '/', so it makes a safe file name.</summary>
    public void Append(string workload, string line) => _queue.Writer.TryWrite(new Entry(workload, _time.GetUtcNow(), line));

    /// <summary>Closes the file of a workload that stopped, and keeps it.</summary>
    public void Close(string workload) => _queue.Writer.TryWrite(new Entry(workload, _time.GetUtcNow(), null));

    public string PathOf(string workload) => Path.Combine(_folder, $"{workload.Replace('/', '~')}.log");

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing;
    }

    private void Write()
    {
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_queue.Reader.TryRead(out var entry))
                Attempt(() => Write(entry));
            foreach (var log in _logs.Values)
                Attempt(log.Flush);
        }
        foreach (var log in _logs.Values)
            log.Dispose();
    }

    private void Write(Entry entry)
    {
        if (entry.Line is null)
        {
            if (_logs.Remove(entry.Workload, out var done))
                done.Dispose();
            return;
        }
        if (!_logs.TryGetValue(entry.Workload, out var log))
            _logs[entry.Workload] = log = new RotatedLog(PathOf(entry.Workload), _bytes, _files);
        log.Append(entry.At, entry.Line);
    }

    private void Attempt(Action write)
    {
        if (_failedAt is { } at && _time.GetElapsedTime(at) < RetryDelay)
        {
            Interlocked.Increment(ref _missed);
            return;
        }
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The tail in memory continues; the disk is retried after a while, with one warning.
            Interlocked.Increment(ref _missed);
            _failedAt = _time.GetTimestamp();
            CannotWrite(_logger, _folder, exception);
        }
    }

    private readonly record struct Entry(string Workload, DateTimeOffset At, string? Line);
}
