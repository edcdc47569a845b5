using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace StreamActors.Kernel;

/// <summary>
/// 128 bits that name one command, so that retrying it is safe. Sixteen bytes and not the caller's own text: every
/// entity remembers 64 of them.
/// </summary>
public readonly record struct CommandId(Guid Value)
{
    /// <summary>
    /// What the system says to itself: reminders and what comes of effects. Nobody retries it, so it is never
    /// remembered and pushes no asker's command out of the 64.
    /// </summary>
    public static readonly CommandId Nameless;

    /// <summary>The same words give the same id: idempotency keys, and the commands of followers.</summary>
    public static CommandId Of(string words) => new(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(words)).AsSpan(0, 16)));

    /// <summary>The same words about something else give another id that can be told from a fresh one: half of it is the words', half the content's.</summary>
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

    /// <summary>Whether somebody has used these words for something else.</summary>
    public bool IsReuseOf(CommandId other) => Words == other.Words && this != other;

    /// <summary>The half that follows from the words alone.</summary>
    public ulong Words
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            Value.TryWriteBytes(bytes);
            return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        }
    }

    public static CommandId Parse(string text) => new(Guid.ParseExact(text, "N"));

    public override string ToString() => Value.ToString("N");
}
