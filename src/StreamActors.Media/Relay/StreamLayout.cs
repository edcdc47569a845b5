using System.Collections.Immutable;
using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>The streams that the tables list, from one packet on until the next layout.</summary>
/// <param name="Number">Increases with each layout; 0 before the first PMT.</param>
/// <param name="Since">The packet that completed the table.</param>
public sealed record StreamLayout(int Number, long Since, ImmutableArray<ProgramMap> Programs)
{
    public static readonly StreamLayout None = new(0, 0, []);

    /// <summary>Programs, PIDs and codings: a PMT that changes only descriptors is no new layout.</summary>
    public string Streams { get; } =
        string.Join(';',
        Programs.Select(p => FormattableString.Invariant($"{p.Program}:{string.Join(',', p.Streams.Select(s => $"{s.Pid}={s.Coding}"))}")));
}
