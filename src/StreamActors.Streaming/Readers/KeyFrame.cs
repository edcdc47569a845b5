using System.Buffers;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;

namespace StreamActors.Streaming;

/// <summary>The newest key frame of a relay with the tables before it, as MPEG-TS: enough for a decoder to show one picture.</summary>
internal static class KeyFrame
{
    /// <summary>Until the next picture has begun, and this one so is complete; a camera may send one a second.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>Of any picture; a stream without further pictures must not fill the memory.</summary>
    private const int MostBytes = 16 << 20;

    /// <summary>Blocks while the picture is arriving.</summary>
    /// <returns>Null if there is none, or it has left the ring.</returns>
    public static ReadOnlyMemory<byte>? Read(RelayHost host, int pid, TimeProvider time)
    {
        var cursor = host.Open(new ReaderSignal());
        try
        {
            return cursor.Joined == JoinedAt.KeyFrame ? Read(cursor, pid, time) : null;
        }
        finally
        {
            host.Close(cursor);
        }
    }

    private static ReadOnlyMemory<byte>? Read(RelayCursor cursor, int pid, TimeProvider time)
    {
        var (picture, began) = (new ArrayBufferWriter<byte>(), time.GetTimestamp());
        var (hasBegun, isPastTables) = (false, false);
        while (picture.WrittenCount < MostBytes && Limit - time.GetElapsedTime(began) is var left && left > TimeSpan.Zero
            && cursor.Wait(left))
        {
            var at = cursor.Next;
            var packet = new TsPacket(cursor.Peek(1));
            if (cursor.Jumps > 0)
                return null;
            var isOfPicture = packet.Pid == pid;
            if (isOfPicture && packet.UnitStart && hasBegun)
                break;
            hasBegun |= isOfPicture;
            if (isOfPicture || !isPastTables)
                picture.Write(packet.Bytes);
            cursor.Advance(1);
            isPastTables |= cursor.Next != at;
        }
        return hasBegun ? picture.WrittenMemory : null;
    }
}
