using System.Globalization;

namespace StreamActors.Ffmpeg;

/// <summary>
/// The unacknowledged bytes of each TCP connection of this machine, by socket inode. FFmpeg counts a byte as written once the kernel took
/// it, and the kernel buffers megabytes for a peer that reads nothing, so FFmpeg's progress alone is no evidence.
/// </summary>
internal sealed class TcpQueues(TimeProvider time)
{
    private const string Established = "01";
    private const string CloseWait = "08";

    /// <summary>One reading is shared by all callers within this time.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(400);

    private readonly Lock _gate = new();
    private Dictionary<long, long> _queues = [];
    private long? _readAt;

    internal IReadOnlyDictionary<long, long> Read()
    {
        lock (_gate)
        {
            if (_readAt is { } at && time.GetElapsedTime(at) < Fresh)
                return _queues;
            (_readAt, _queues) = (time.GetTimestamp(), []);
            foreach (var table in (string[])["/proc/net/tcp", "/proc/net/tcp6"])
            {
                if (File.Exists(table)) // absent without IPv6
                    Parse(File.ReadLines(table), _queues);
            }
            return _queues;
        }
    }

    /// <summary>Columns: number, local and remote address, state, send and receive queue, …, and tenth the socket's inode.</summary>
    internal static void Parse(IEnumerable<string> lines, Dictionary<long, long> into)
    {
        foreach (var line in lines.Skip(1))
        {
            var columns = line.Split(' ', 11, StringSplitOptions.RemoveEmptyEntries);
            if (columns is [_, _, _, Established or CloseWait, var queues, _, _, _, _, var inode, ..]
                && long.TryParse(inode.Split(' ')[0], CultureInfo.InvariantCulture, out var socket)
                && long.TryParse(queues.Split(':')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var unacknowledged))
                into[socket] = unacknowledged;
        }
    }

    /// <summary>The inodes of a process's open sockets; empty if it has ended.</summary>
    internal static IReadOnlyList<long> SocketsOf(int pid)
    {
        try
        {
            var folder = $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/fd";
            return [.. Directory.EnumerateFileSystemEntries(folder).Select(Socket).OfType<long>()];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static long? Socket(string descriptor) =>
        new FileInfo(descriptor).LinkTarget is { } target && target.StartsWith("socket:[", StringComparison.Ordinal)
        ? long.Parse(target["socket:[".Length..^1], CultureInfo.InvariantCulture)
        : null;
}
