using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace StreamActors.Runtime.Tests;

/// <summary>A clock that stands still, and reads in a node's log when an entity begins to back off, and for how long.</summary>
public sealed class RestClock : TimeProvider, ILoggerProvider, ILogger
{
    /// <summary>Timers fire on whole milliseconds, so up to one later than planned.</summary>
    public static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 20, 3, 0, 0, TimeSpan.Zero));
    private readonly Channel<DateTimeOffset> _rests = Channel.CreateUnbounded<DateTimeOffset>();

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public override long GetTimestamp() => _clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _clock.CreateTimer(callback, state, dueTime, period);

    /// <summary>Sets the wall clock; timers are not affected.</summary>
    public void Set(TimeSpan by) => _clock.Set(by);

    public void Advance(TimeSpan by) => _clock.Advance(by);

    /// <summary>The end of the next back-off that has begun or will begin.</summary>
    public Task<DateTimeOffset> NextRest(bool forEver = false) =>
        forEver ? _rests.Reader.ReadAsync().AsTask() : _rests.Reader.ReadAsync().Soon();

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (state is IEnumerable<KeyValuePair<string, object?>> words && words.FirstOrDefault(w => w.Key == "Rest").Value is TimeSpan rest)
            _rests.Writer.TryWrite(GetUtcNow() + rest);
    }

    public void Dispose()
    {
        // Nodes share it, and are disposed before it.
    }
}
