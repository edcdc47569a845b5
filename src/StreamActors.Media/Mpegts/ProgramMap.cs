using System.Buffers.Binary;
using System.Collections.Immutable;

namespace StreamActors.Media.Mpegts;

public readonly record struct ElementaryStream(int Pid, byte StreamType, StreamCoding Coding);

/// <summary>The content of a PMT.</summary>
public sealed record ProgramMap(int Program, int Version, uint Crc, int PcrPid, ImmutableArray<ElementaryStream> Streams)
{
    /// <summary>The program of this number; without one the first with video, else the first with audio.</summary>
    public static ProgramMap? Choose(IReadOnlyList<ProgramMap> programs, int? number) => number is { } wanted
        ? programs.FirstOrDefault(p => p.Program == wanted)
        : programs.FirstOrDefault(p => p.Streams.Any(s => s.Coding.IsVideo()))
        ?? programs.FirstOrDefault(p => p.Streams.Any(s => s.Coding.IsAudio()));

    public static ProgramMap? Read(in TableSection section)
    {
        var body = section.Body;
        if (section.Table != TableSection.ProgramMap || !section.IsCurrent || body.Length < 4)
            return null;
        var pcrPid = BinaryPrimitives.ReadUInt16BigEndian(body) & 0x1FFF;
        var described = 4 + (BinaryPrimitives.ReadUInt16BigEndian(body[2..]) & 0x0FFF);
        var streams = ImmutableArray.CreateBuilder<ElementaryStream>();
        for (body = body[Math.Min(described, body.Length)..]; body.Length >= 5;)
        {
            var pid = BinaryPrimitives.ReadUInt16BigEndian(body[1..]) & 0x1FFF;
            var length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(body[3..]) & 0x0FFF, body.Length - 5);
            streams.Add(new(pid, body[0], StreamCodings.Of(body[0], body.Slice(5, length))));
            body = body[(5 + length)..];
        }
        return new(section.Id, section.Version, section.Crc, pcrPid, streams.ToImmutable());
    }
}
