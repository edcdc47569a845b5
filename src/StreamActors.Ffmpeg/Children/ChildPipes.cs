namespace StreamActors.Ffmpeg;

/// <summary>The pipes of a child about to start: handed over to it, or closed if the start fails.</summary>
internal sealed class ChildPipes : IDisposable
{
    private bool _handedOver;

    internal ChildPipes(ChildStart start)
    {
        try
        {
            Stderr = Pipe.TheyWrite();
            Stdin = start.Stdin ? Pipe.TheyRead() : null;
            Stdout = start.Stdout ? Pipe.TheyWrite() : null;
            Progress = start.OnProgress is null ? null : Pipe.TheyWrite();
            Start = start;
        }
        catch
        {
            Dispose(); // out of descriptors: release those already opened
            throw;
        }
    }

    internal ChildStart Start { get; }

    internal Pipe? Stdin { get; }

    internal Pipe? Stdout { get; }

    internal Pipe Stderr { get; }

    internal Pipe? Progress { get; }

    internal Child Hand(int pid)
    {
        _handedOver = true;
        return new Child(pid, Start, Stdin?.Ours, Stdout?.Ours, Stderr.Ours, Progress?.Ours);
    }

    public void Dispose()
    {
        foreach (var pipe in (ReadOnlySpan<Pipe?>)[Stdin, Stdout, Stderr, Progress])
        {
            pipe?.Theirs?.Dispose();
            if (!_handedOver)
                pipe?.Dispose();
        }
    }
}
