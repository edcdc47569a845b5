using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>Shifts the times of a packet in place by its program's clock, and resolves held-back packets by them.</summary>
internal sealed class Restamp(Ring ring, Holdback holdback)
{
    public void Reference(PidTrack track, Span<byte> packet, Pcr pcr, bool announced, long now)
    {
        if (track.Reference is not { } program)
            return;
        if (program.IsScrambled)
        {
            program.Clock.Watch(pcr.Clock, now);
            return;
        }
        Settle(program, program.Clock.Reference(pcr.Clock, now, announced, out var mapped));
        if (mapped != pcr.Clock)
            new Pcr(mapped, pcr.Extension).Write(packet[AdaptationField.PcrOffset..]);
    }

    /// <summary>Reads the header of a unit and shifts its times. Returns the offset of the content.</summary>
    public int Unit(PidTrack track, Span<byte> packet, bool start, long sequence, long now)
    {
        var offset = new TsPacket(packet).PayloadOffset;
        if (start)
        {
            holdback.HeaderDone(track);
            track.Pes.Begin();
        }
        var open = track.Pes.IsPartial;
        var before = track.Pes.Have;
        var content = offset + track.Pes.Take(packet[offset..]);
        if (!open)
            return content;
        var whole = start && !track.Pes.IsPartial;
        if (!whole)
            Remember(track, before, (sequence * TsPacket.Size) + offset - before);
        if (track.Pes.IsPartial)
        {
            holdback.Header(track, sequence, now);
            return content;
        }
        Move(track, whole ? packet[offset..] : default, now);
        holdback.HeaderDone(track);
        return content;
    }

    /// <summary>A repeated packet: its times are shifted like those of the first.</summary>
    public static void Repeat(PidTrack track, Span<byte> packet)
    {
        var payload = packet[new TsPacket(packet).PayloadOffset..];
        var unit = new PesUnit();
        unit.Begin();
        unit.Take(payload);
        if (track.Program is not { Clock.IsShifted: true } program)
            return;
        if (unit.TryPts(out var pts))
            PesStamp.Write(payload[PesUnit.PtsAt..], program.Clock.Map(pts));
        if (unit.TryDts(out var dts))
            PesStamp.Write(payload[PesUnit.DtsAt..], program.Clock.Map(dts));
    }

    private void Move(PidTrack track, Span<byte> payload, long now)
    {
        if (track.Program is not { IsScrambled: false } program || !track.Pes.TryPts(out var pts))
            return;
        var ordered = track.Pes.TryDts(out var dts);
        if (track.IsTimed)
        {
            track.Figures.Stamps.Add(now);
            Settle(program, program.Clock.Stamp(ref track.Stamps, ordered ? dts : pts, now, paced: ordered || track.Coding.IsAudio()));
            program.Clock.Reach(program.Clock.Map(pts));
        }
        if (!program.Clock.IsShifted)
            return;
        Write(track, payload, PesUnit.PtsAt, program.Clock.Map(pts));
        if (ordered)
            Write(track, payload, PesUnit.DtsAt, program.Clock.Map(dts));
    }

    private void Settle(ProgramTrack program, bool seam)
    {
        if (seam)
            holdback.Excuse(program);
        else
            holdback.Blame();
    }

    private void Write(PidTrack track, Span<byte> payload, int at, long ticks)
    {
        if (!payload.IsEmpty)
        {
            PesStamp.Write(payload.Slice(at, PesStamp.Size), ticks);
            return;
        }
        Span<byte> five = stackalloc byte[PesStamp.Size];
        for (var i = 0; i < five.Length; i++)
            five[i] = At(track, at + i);
        PesStamp.Write(five, ticks);
        for (var i = 0; i < five.Length; i++)
            At(track, at + i) = five[i];
    }

    private ref byte At(PidTrack track, int index)
    {
        var place = track.HeaderPlaces![index];
        return ref ring.At(place / TsPacket.Size)[(int)(place % TsPacket.Size)];
    }

    private static void Remember(PidTrack track, int from, long place)
    {
        track.HeaderPlaces ??= new long[PesUnit.Watched];
        for (var index = from; index < Math.Min(track.Pes.Have, PesUnit.Watched); index++)
            track.HeaderPlaces[index] = place + index;
    }
}
