using System.Text;

namespace StreamActors.Ffmpeg.Tests.Children;

/// <summary>A fake FFmpeg on a real launcher.</summary>
public sealed class Fake : IAsyncDisposable
{
    public static readonly string Program = Path.Combine(AppContext.BaseDirectory, "StreamActors.FakeFfmpeg");

    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _stderr = new();
    private readonly SemaphoreSlim _said = new(0);

    public Fake(TimeProvider? time = null) => Launcher = new ChildLauncher(time ?? TimeProvider.System);

    public ChildLauncher Launcher { get; }

    public string Stderr
    {
        get
        {
            lock (_stderr)
                return _stderr.ToString();
        }
    }

    public ChildStart Start(params string[] acts) => new(Program, acts) { Stdin = true, Stdout = true, OnStderr = Hear };

    public Task<Child> Run(params string[] acts) => Launcher.Start(Start(acts));

    /// <summary>Waits for a line of the child, which shows that it has reached that act.</summary>
    public async Task Hears(string word)
    {
        while (!Stderr.Contains(word, StringComparison.Ordinal))
            (await _said.WaitAsync(Timeout)).ShouldBeTrue($"the child never said '{word}', only: {Stderr}");
    }

    public static string ReadAll(Child child)
    {
        var all = new MemoryStream();
        var buffer = new byte[4096];
        while (child.Stdout!.Read(buffer) is > 0 and var read)
            all.Write(buffer, 0, read);
        return Encoding.UTF8.GetString(all.ToArray());
    }

    public static string ReadLine(Child child)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (child.Stdout!.Read(one) == 1 && one[0] != '\n')
            line.Append((char)one[0]);
        return line.ToString();
    }

    public ValueTask DisposeAsync() => Launcher.DisposeAsync();

    private void Hear(ReadOnlySpan<byte> bytes)
    {
        lock (_stderr)
            _stderr.Append(Encoding.UTF8.GetString(bytes));
        _said.Release();
    }
}
