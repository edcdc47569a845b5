using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>A follower's command was refused by its receiver: recorded, because no caller reads the reply.</summary>
public sealed record CommandRefused(string Follower, string Cause, string Command, string Code, string Message) : Fact;

public static class FollowingVocabulary
{
    public static Vocabulary AddFollowing(this Vocabulary vocabulary) => vocabulary
        .Add("command-refused", 1, static () => FollowingJson.Default.CommandRefused)
        .Add("follower-order", 1, static () => FollowingJson.Default.FollowerOrder);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CommandRefused))]
[JsonSerializable(typeof(FollowerOrder))]
internal sealed partial class FollowingJson : JsonSerializerContext;
