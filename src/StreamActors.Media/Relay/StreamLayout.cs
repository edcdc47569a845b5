using System.Collections.Immutable;
using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>What the tables say that a stream is made of, from one packet on until the next layout.</summary>
/// <param name="Number">Rises with each; 0 while no program map has come.</param>
/// <param name="Since">The packet that completed the table.</param>
public sealed record StreamLayout(int Number, long Since, ImmutableArray<ProgramMap> Programs)
{
    public static readonly StreamLayout None = new(0, 0, []);

    /// <summary>Programs, PIDs and codings: a map that only describes them anew changes nothing.</summary>
    public string Streams { get; } =
        string.Join(';', Programs.Select(p => FormattableString.Invariant($"{p.Program}:{string.Join(',', p.Streams.Select(s => $"{s.Pid}={s.Coding}"))}")));
}
