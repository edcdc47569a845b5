using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using StreamActors.Kernel;

namespace StreamActors.Domain.Reservations;

/// <summary>
/// A resource that must be unique in the configuration: a UDP port, a destination, a name. Shown as <c>udp:5004</c>; in the id
/// its parts are joined with '~'.
/// </summary>
public readonly record struct ReservationId
{
    public const string Kind = "reservation";

    private ReservationId(string id) => Id = id;

    public string Id { get; }

    public EntityId EntityId => new(Kind, Id);

    public static ReservationId UdpPort(int port) => new($"udp~{port.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>Groups can share a port: a socket that is bound to its group receives no other.</summary>
    public static ReservationId UdpGroup(IPAddress group, int port) =>
        new($"udp~{port.ToString(CultureInfo.InvariantCulture)}~g-{Convert.ToHexStringLower(group.GetAddressBytes())}");

    public static ReservationId RtmpPort(int port) => new($"rtmp~{port.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>On a port that several inputs share.</summary>
    /// <param name="keyedHash">Of application and key, so that neither can be recovered from the id.</param>
    public static ReservationId RtmpKey(int port, ReadOnlySpan<byte> keyedHash) =>
        new($"rtmp~{port.ToString(CultureInfo.InvariantCulture)}~k-{Convert.ToHexStringLower(keyedHash)}");

    /// <param name="keyedHash">Of the URL and its key together, so that neither can be recovered from the id.</param>
    public static ReservationId Destination(ReadOnlySpan<byte> keyedHash) => new($"dest~{Convert.ToHexStringLower(keyedHash)}");

    /// <summary>Names are compared without case. A name that is no valid id is stored as its hash.</summary>
    public static ReservationId Name(string kind, string name)
    {
        var folded = name.Trim().ToLowerInvariant();
        var part = EntityId.IsWellFormed(folded) && !folded.Contains('~')
            ? folded
            : $"h-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folded)).AsSpan(0, 16))}";
        return new ReservationId($"name~{kind}~{part}");
    }

    public static string Shown(string id) => id.Replace('~', ':');

    public override string ToString() => Shown(Id);
}
