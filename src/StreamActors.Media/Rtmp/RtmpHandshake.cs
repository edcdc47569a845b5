using System.Buffers;
using System.Security.Cryptography;

namespace StreamActors.Media.Rtmp;

/// <summary>
/// The simple handshake of the specification: a version and 1536 bytes each, which the other side returns. The one with digests is needed
/// by Flash players only; publishers and servers accept this one.
/// </summary>
internal sealed class RtmpHandshake(bool isServer, IBufferWriter<byte> output)
{
    private const byte Version = 3;
    private const int Length = 1536;

    private readonly byte[] _theirs = new byte[Length];
    private int _have = -1;
    private bool _answered;

    public bool IsDone { get; private set; }

    /// <summary>Sends version and random bytes: the client at once, the server when the client has sent its version.</summary>
    public void Greet()
    {
        var bytes = output.GetSpan(1 + Length)[..(1 + Length)];
        bytes[0] = Version;
        bytes[1..9].Clear(); // the time, and zeros: no digest
        RandomNumberGenerator.Fill(bytes[9..]);
        output.Advance(bytes.Length);
    }

    /// <returns>The bytes after it.</returns>
    public ReadOnlySpan<byte> Take(ReadOnlySpan<byte> bytes)
    {
        if (_have < 0 && bytes.Length > 0)
        {
            if (bytes[0] != Version)
                throw new RtmpException(
                    bytes[0] == 0x16 ? "TLS on the port of RTMP without TLS." : $"Not RTMP: the first byte is {bytes[0]}.");
            if (isServer)
                Greet();
            _have = 0;
            bytes = bytes[1..];
        }
        while (!IsDone && bytes.Length > 0)
        {
            var count = Math.Min(Length - _have, bytes.Length);
            bytes[..count].CopyTo(_theirs.AsSpan(_have));
            bytes = bytes[count..];
            if ((_have += count) < Length)
                break;
            if (!_answered)
                output.Write(_theirs);
            (IsDone, _answered, _have) = (_answered, true, 0);
        }
        return bytes;
    }
}
