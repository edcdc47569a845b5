using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace StreamActors.Storage.Tests;

/// <summary>Keeps log lines for tests.</summary>
public sealed class ListLog
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger<T> For<T>() => new ListLogger<T>(Lines);

    private sealed class ListLogger<T>(ConcurrentQueue<string> lines) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));
    }
}
