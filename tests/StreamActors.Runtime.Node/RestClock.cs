using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace StreamActors.Runtime.Tests;

/// <summary>A clock that stands still, and reads in a node's log when an entity has begun to rest, and for how long.</summary>
public sealed class RestClock : TimeProvider, ILoggerProvider, ILogger
{
    /// <summary>Appointments come on whole milliseconds, and so up to one later than they are meant to.</summary>
    public static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 20, 3, 0, 0, TimeSpan.Zero));
    private readonly Channel<DateTimeOffset> _rests = Channel.CreateUnbounded<DateTimeOffset>();

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public override long GetTimestamp() => _clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _clock.CreateTimer(callback, state, dueTime, period);

    /// <summary>The wall clock is set; what is waited for takes as long as before.</summary>
    public void Set(TimeSpan by) => _clock.Set(by);

    public void Advance(TimeSpan by) => _clock.Advance(by);

    /// <summary>When the next rest that has begun or will begin is over.</summary>
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
        // Several nodes have it, and go before it.
    }
}
