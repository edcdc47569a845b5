using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace StreamActors.Kernel;

/// <summary>
/// 128 bits that identify one command, so that a retry is safe. A hash and not the caller's text: every entity remembers 64.
/// </summary>
public readonly record struct CommandId(Guid Value)
{
    /// <summary>
    /// For the system's own commands: reminders and results of effects. Nobody retries them, so they are not remembered and push
    /// no client's command out of the 64.
    /// </summary>
    public static readonly CommandId Nameless;

    /// <summary>The same text gives the same id: idempotency keys, and the commands of followers.</summary>
    public static CommandId Of(string words) => new(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(words)).AsSpan(0, 16)));

    /// <summary>Half of the id is a hash of the key, half of the content: so the same key with other content is recognised.</summary>
    public static CommandId Of(string words, ReadOnlySpan<byte> content)
    {
        Span<byte> both = stackalloc byte[2 * SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(words), both);
        SHA256.HashData(content, both[SHA256.HashSizeInBytes..]);
        Span<byte> half = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(both, half);
        half[..8].CopyTo(both[8..]);
        return new CommandId(new Guid(both[..16]));
    }

    /// <summary>The half that depends on the key alone.</summary>
    public ulong Words => (ulong)Unsafe.BitCast<Guid, UInt128>(Value);

    public static CommandId Parse(string text) => new(Guid.ParseExact(text, "N"));

    public override string ToString() => Value.ToString("N");
}
