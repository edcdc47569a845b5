using System.Globalization;
using Microsoft.Extensions.Logging;

namespace StreamActors.Benchmarks;

/// <summary>The other side of <see cref="MemberProcess"/>.</summary>
internal static class MemberProgram
{
    private static readonly Lock Mouth = new();

    public static async Task Run(string name, string connection, string join)
    {
        using var logs = LoggerFactory.Create(b =>
        {
            if (Environment.GetEnvironmentVariable("MEMBER_LOG") is { Length: > 0 } file)
                b.AddProvider(new FileLog($"{file}-{name}-{Environment.ProcessId}.log")).SetMinimumLevel(LogLevel.Information);
        });
        await using var member = await Member.Start(name, connection, join, logs);
        using var over = new CancellationTokenSource();
        while (!member.Cluster.Members.Any(m => m.Node == name && m.Status == "up"))
            await Pace.Once(20);
        var self = member.Cluster.Members.Single(m => m.Node == name).Address;
        Say($"up {self[(self.LastIndexOf(':') + 1)..]}");
        _ = Task.Run(() => Watch(member, over.Token));
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            if (words[0] == "light")
                _ = Task.Run(() => LightAll(member, int.Parse(words[1], CultureInfo.InvariantCulture)));
            else if (words[0] == "write")
                _ = Task.Run(() => WriteOn(member, int.Parse(words[1], CultureInfo.InvariantCulture), over.Token));
        }
        await over.CancelAsync();
    }

    private static async Task Watch(Member member, CancellationToken over)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var (awake, members) = (-1, "");
        while (await look.WaitForNextTickAsync(over))
        {
            if (Lanterns.Awake != awake)
                Say($"awake {awake = Lanterns.Awake}");
            var seen = string.Join(' ', member.Cluster.Members.Select(m => $"{m.Node}:{m.Status}"));
            if (seen != members)
                Say($"members {members = seen}");
        }
    }

    private static async Task LightAll(Member member, int count)
    {
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
        {
            var command = new CommandId(Guid.NewGuid());
            while (await member.Entities.Ask(Lanterns.Id(i), new Light(i), command) is not Done)
                await Pace.Once(50);
        });
        Say("lit");
    }

    /// <summary>Eight at once, each waiting for its reply, and retrying if it is unknown.</summary>
    private static Task WriteOn(Member member, int entities, CancellationToken over) =>
        Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
    {
        while (!over.IsCancellationRequested)
        {
            var (number, command) = (Random.Shared.Next(entities), new CommandId(Guid.NewGuid()));
            Reply reply;
            while ((reply = await member.Entities.Ask(Lanterns.Id(number), new Light(number), command)) is not Done)
                await Pace.Once(50);
            Say($"ack {Lanterns.Id(number)} {((Done)reply).Version} {command}");
        }
    }, CancellationToken.None)));

    private static void Say(string words)
    {
        lock (Mouth)
        {
            Console.Out.WriteLine(words);
            Console.Out.Flush();
        }
    }

    private sealed class FileLog(string path) : ILoggerProvider, ILogger
    {
        private readonly StreamWriter _file = new(path) { AutoFlush = true };

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose() => _file.Dispose();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            lock (_file)
                _file.WriteLine($"{DateTime.UtcNow:HH:mm:ss.fff} {logLevel} {formatter(state, exception)} {exception}");
        }
    }
}
