using System.Diagnostics;
using System.Text;

namespace StreamActors.Testing.Peers;

/// <summary>
/// A real program beside the server: started in a folder, ready when it prints a certain line; its output is kept to explain a failed
/// test. If it is not stopped, it is killed at the end.
/// </summary>
public sealed class PeerProcess : IAsyncDisposable
{
    private const int Kept = 300;

    private readonly Process _process;
    private readonly string _line;
    private readonly Queue<string> _said = new();
    private readonly List<(string Word, TaskCompletionSource<string> Heard)> _awaited = [];
    private readonly Task _reading;
    private bool _silent;

    private PeerProcess(Process process, string line, bool binary)
    {
        (_process, _line) = (process, line);
        _reading = binary ? Read(process.StandardError) : Task.WhenAll(Read(process.StandardOutput), Read(process.StandardError));
        _ = _reading.ContinueWith(_ => Fall(), TaskScheduler.Default);
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Its standard input, for programs that are controlled line by line.</summary>
    public StreamWriter Input => _process.StandardInput;

    /// <summary>Its standard output, if that is binary.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>The command line and the newest lines of both its streams.</summary>
    public string Story
    {
        get
        {
            lock (_said)
                return new StringBuilder().AppendLine().Append("> ").AppendLine(_line).AppendJoin('\n', _said).ToString();
        }
    }

    /// <param name="binary">Its standard output is binary: <see cref="Output"/>.</param>
    public static PeerProcess Start(string program, IEnumerable<string> arguments, string? folder = null, bool binary = false)
    {
        string[] words = [.. arguments];
        return new PeerProcess(ChildPrograms.Start(program, words, folder ?? Path.GetTempPath()), $"{program} {string.Join(' ', words)}",
            binary);
    }

    /// <summary>Runs it to its end; fails with its output if the exit code is not 0.</summary>
    public static async Task Run(string program, params IEnumerable<string> arguments)
    {
        await using var peer = Start(program, arguments);
        if (await peer.Ended() != 0)
            throw new InvalidOperationException($"It failed. {peer.Story}");
    }

    /// <summary>The line with this text, now or before.</summary>
    public async Task<string> Says(string word)
    {
        TaskCompletionSource<string> heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_said)
        {
            if (_said.FirstOrDefault(line => line.Contains(word, StringComparison.Ordinal)) is { } before)
                return before;
            if (_silent)
                throw new InvalidOperationException($"It ended without saying '{word}'. {Story}");
            _awaited.Add((word, heard));
        }
        try
        {
            return await heard.Task.WaitAsync(Eventually.Timeout);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"It never said '{word}'. {Story}");
        }
    }

    public async Task<int> Ended()
    {
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"It does not end. {Story}");
        }
        await _reading;
        return _process.ExitCode;
    }

    public Task Signal(string name) => ChildPrograms.Signal(Id, name);

    /// <summary>Stops it with a signal, and waits.</summary>
    public async Task Stop()
    {
        if (!HasExited)
            await Signal("TERM");
        await Ended();
    }

    /// <summary>Kills it.</summary>
    public async Task Kill()
    {
        if (!HasExited)
            _process.Kill();
        await Ended();
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _process.Dispose();
    }

    private async Task Read(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            lock (_said)
            {
                _said.Enqueue(line);
                if (_said.Count > Kept)
                    _said.Dequeue();
                foreach (var (word, heard) in _awaited)
                {
                    if (line.Contains(word, StringComparison.Ordinal))
                        heard.TrySetResult(line);
                }
            }
        }
    }

    private void Fall()
    {
        lock (_said)
        {
            _silent = true;
            foreach (var (word, heard) in _awaited)
                heard.TrySetException(new InvalidOperationException($"It ended without saying '{word}'. {Story}"));
        }
    }
}
