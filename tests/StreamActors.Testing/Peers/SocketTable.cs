using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace StreamActors.Testing.Peers;

/// <summary>A socket that others can reach: a listening TCP socket, or a UDP socket that accepts datagrams from anybody.</summary>
public sealed record OpenSocket(string Protocol, IPEndPoint At)
{
    public override string ToString() => $"{Protocol} {At}";
}

/// <summary>The sockets and open files of a process and all its descendants, from proc(5).</summary>
public static class SocketTable
{
    private static readonly (string Table, string Protocol)[] Tables = [("tcp", "tcp"), ("tcp6", "tcp"), ("udp", "udp"), ("udp6", "udp")];

    /// <summary>The process and its descendants.</summary>
    public static IReadOnlyList<int> Tree(int root)
    {
        List<int> tree = [root];
        for (var n = 0; n < tree.Count; n++)
            tree.AddRange(Children(tree[n]));
        return tree;
    }

    public static IReadOnlyList<int> Children(int process) =>
        [.. Unless(() => Directory.GetDirectories($"/proc/{process}/task"), [])
            .SelectMany(t => Unless(() => File.ReadAllText($"{t}/children"), "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(c => int.Parse(c, CultureInfo.InvariantCulture))];

    /// <summary>Those of these processes, in order.</summary>
    public static IReadOnlyList<string> Doors(params IEnumerable<int> processes)
    {
        var own = processes.SelectMany(p => Files(p).Values).ToHashSet(StringComparer.Ordinal);
        return [.. Tables.SelectMany(Rows).Where(r => own.Contains($"socket:[{r.Inode}]")).Select(r => r.Door.ToString())
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>What each descriptor of a process refers to.</summary>
    public static IReadOnlyDictionary<string, string> Files(int process)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var descriptor in Unless(() => Directory.GetFileSystemEntries($"/proc/{process}/fd"), []))
        {
            if (Unless(() => new FileInfo(descriptor).LinkTarget, null) is { } target)
                files[Path.GetFileName(descriptor)] = target;
        }
        return files;
    }

    /// <summary>A process, a thread or a descriptor may have gone since it was listed: the others are read all the same.</summary>
    private static T Unless<T>(Func<T> read, T gone)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return gone;
        }
    }

    private static IEnumerable<(OpenSocket Door, string Inode)> Rows((string Table, string Protocol) of) =>
        from line in File.Exists($"/proc/net/{of.Table}") ? File.ReadLines($"/proc/net/{of.Table}").Skip(1) : []
        let row = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        let takesFromAnybody = of.Protocol == "tcp" ? row[3] == "0A" : row[2].EndsWith(":0000", StringComparison.Ordinal)
        where takesFromAnybody
        select (new OpenSocket(of.Protocol, At(row[1])), row[9]);

    /// <summary>Addresses are in groups of 32 bits, each in the byte order of this machine.</summary>
    private static IPEndPoint At(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var bytes = Convert.FromHexString(text[..colon]);
        for (var n = 0; n < bytes.Length; n += 4)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(n), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(n)));
        var address = new IPAddress(bytes);
        return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address,
            int.Parse(text[(colon + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
