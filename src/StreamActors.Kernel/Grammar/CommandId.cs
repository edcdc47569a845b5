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

    public static CommandId Parse(string text) => new(Guid.ParseExact(text, "N"));

    public override string ToString() => Value.ToString("N");
}
