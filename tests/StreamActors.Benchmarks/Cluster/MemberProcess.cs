using System.Diagnostics;
using System.Globalization;

namespace StreamActors.Benchmarks;

/// <summary>A <see cref="Member"/> in its own process, as seen by the benchmark.</summary>
internal sealed class MemberProcess : IAsyncDisposable
{
    private readonly Process _process;
    private volatile string _members = "";
    private volatile int _awake;
    private volatile bool _hasLit;

    private MemberProcess(string name, Process process) => (Name, _process) = (name, process);

    public string Name { get; }

    public int Port { get; private set; }

    /// <summary>How many lanterns are active on it.</summary>
    public int Awake => _awake;

    /// <summary>Every member as it sees them, with its status.</summary>
    public string[] Members => _members.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether everything it was told to light is stored.</summary>
    public bool HasLit => _hasLit;

    public bool HasEnded => _process.HasExited;

    /// <summary>Called with every acknowledgement.</summary>
    public Action<string[]> Acknowledged { get; set; } = static _ => { };

    /// <summary>Called with every change of the membership in its view.</summary>
    public Action<string> MembersChanged { get; set; } = static _ => { };

    public static async Task<MemberProcess> Start(string name, string connection, MemberProcess? join = null)
    {
        var process =
            Process.Start(new ProcessStartInfo("dotnet", [typeof(MemberProcess).Assembly.Location, "node", name, connection,
            join is null ? "" : $"127.0.0.1:{join.Port}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var member = new MemberProcess(name, process);
        while (await process.StandardOutput.ReadLineAsync() is { } line && member.Port == 0)
        {
            if (line.StartsWith("up ", StringComparison.Ordinal))
            {
                member.Port = int.Parse(line.AsSpan(3), CultureInfo.InvariantCulture);
                break;
            }
        }
        _ = Task.Run(member.Listen);
        return member.Port != 0 ? member : throw new InvalidOperationException($"{name} ended before it was up.");
    }

    public void Tell(string words)
    {
        _process.StandardInput.WriteLine(words);
        _process.StandardInput.Flush();
    }

    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await Kill();
        _process.Dispose();
    }

    private async Task Listen()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            switch (line.Split(' '))
            {
                case ["ack", ..] words:
                    Acknowledged(words);
                    break;
                case ["awake", var count]:
                    _awake = int.Parse(count, CultureInfo.InvariantCulture);
                    break;
                case ["lit"]:
                    _hasLit = true;
                    break;
                case ["members", ..]:
                    MembersChanged(_members = line[8..]);
                    break;
            }
        }
    }
}
