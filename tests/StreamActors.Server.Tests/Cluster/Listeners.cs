using System.Globalization;

namespace StreamActors.Server.Tests.Cluster;

/// <summary>The TCP ports on which a process listens, as the kernel knows them.</summary>
internal static class Listeners
{
    private const string Listening = "0A"; // proc_net_tcp(5): TCP_LISTEN

    public static IReadOnlyList<int> Of(int process)
    {
        var sockets = Directory.GetFiles($"/proc/{process}/fd")
            .Select(f => File.ResolveLinkTarget(f, returnFinalTarget: false)?.Name).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from table in (string[])["tcp", "tcp6"]
               from line in File.ReadLines($"/proc/{process}/net/{table}").Skip(1)
               let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
               where fields[3] == Listening && sockets.Contains($"socket:[{fields[9]}]")
               select int.Parse(fields[1].AsSpan(fields[1].LastIndexOf(':') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        ];
    }
}
