using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace StreamActors.FakeFfmpeg;

/// <summary>
/// say TEXT · progress N · live N (N blocks, one for each byte received on stdin) · media N (TS null packets on stdout) · echo · drain
/// (stdin to its end) · gate (waits for one byte of stdin) · stall · ignore SIGNAL · flood BYTES (on stderr) · write TEXT (on stdout) ·
/// args · env · fds · pgid · crash · exit CODE · spawn (a child of its own) · hog BYTES · parent SCRIPT (starts itself through the real
/// launcher, prints the pid).
/// </summary>
internal sealed class Play(IEnumerable<string> script, IReadOnlyList<string> arguments)
{
    private readonly Queue<string> _script = new(script);
    private readonly Stream _in = Console.OpenStandardInput();
    private readonly Stream _out = Console.OpenStandardOutput();
    private readonly Stream _error = Console.OpenStandardError();
    private readonly List<PosixSignalRegistration> _ignored = [];
    private readonly List<byte[]> _hoard = [];
    private long _frame;

    public async Task<int> Run()
    {
        while (_script.TryDequeue(out var act))
            switch (act)
            {
                case "exit": return Number();
                case "crash": Kill(Environment.ProcessId, 31); break;
                case "stall": await Task.Delay(Timeout.Infinite); break;
                case "say": Write(_error, _script.Dequeue() + "\n"); break;
                case "write": Write(_out, _script.Dequeue()); break;
                case "progress": Progress(Number()); break;
                case "live": Live(Number()); break;
                case "media": Media(Number()); break;
                case "echo": await _in.CopyToAsync(_out); break;
                case "drain": await _in.CopyToAsync(Stream.Null); break;
                case "gate": _ = _in.ReadByte(); break;
                case "ignore": Ignore(_script.Dequeue()); break;
                case "flood": Flood(Number()); break;
                case "hog": Hog(Number()); break;
                case "args": Write(_out, string.Join('\n', arguments)); break;
                case "env": Write(_out,
                    string.Join('\n', Environment.GetEnvironmentVariables().Keys.Cast<string>().Order(StringComparer.Ordinal))); break;
                case "fds": Write(_out, string.Join('\n', Self.OpenDescriptors())); break;
                case "pgid": Write(_out, $"{GetGroup(0)}"); break;
                case "spawn": Write(_out, $"{Self.StartSleeper()}\n"); break;
                case "parent": await Self.StartThroughLaunchpad([.. TakeAll()], pid => Write(_out, $"{pid}\n")); break;
                default: throw new ArgumentException($"'{act}' is no act.");
            }
        return 0;
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int pid, int signal);

    [DllImport("libc", EntryPoint = "getpgid")]
    private static extern int GetGroup(int pid);

    private int Number() => int.Parse(_script.Dequeue(), CultureInfo.InvariantCulture);

    private IEnumerable<string> TakeAll()
    {
        while (_script.TryDequeue(out var act))
            yield return act;
    }

    private void Ignore(string signal) =>
        _ignored.Add(PosixSignalRegistration.Create(Enum.Parse<PosixSignal>(signal), context => context.Cancel = true));

    private static void Write(Stream stream, string text)
    {
        stream.Write(Encoding.UTF8.GetBytes(text));
        stream.Flush();
    }

    private void Progress(int blocks)
    {
        using var pipe = new FileStream(new SafeFileHandle(3, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        for (; blocks > 0; blocks--)
            Write(pipe, $"frame={_frame += 25}\nfps=25.0\nbitrate=4000.0kbits/s\ntotal_size={_frame * 20000}\nout_time_us="
                + $"{_frame * 40000}\n"
                + $"out_time=00:00:00.000000\ndup_frames=0\ndrop_frames=0\nspeed=1x\nprogress=continue\n");
    }

    private void Live(int blocks)
    {
        for (; blocks > 0 && _in.ReadByte() >= 0; blocks--)
            Progress(1);
    }

    private void Media(int packets)
    {
        var packet = new byte[188];
        (packet[0], packet[1], packet[2], packet[3]) = (0x47, 0x1f, 0xff, 0x10);
        for (; packets > 0; packets--)
            _out.Write(packet);
        _out.Flush();
    }

    private void Flood(long bytes)
    {
        var line = Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Repeat("[h264 @ 0x5560c663e8c0] [error] error while decoding MB 11 7, bytestream -5\n", 800)));
        for (; bytes > 0; bytes -= line.Length)
            _error.Write(line);
    }

    private void Hog(long bytes)
    {
        for (; bytes > 0; bytes -= 16 << 20)
        {
            var part = new byte[16 << 20];
            Array.Fill<byte>(part, 1);
            _hoard.Add(part);
        }
    }
}
