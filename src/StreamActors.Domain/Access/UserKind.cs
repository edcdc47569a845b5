using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

/// <summary>Registers users: the entity kind and its stored names.</summary>
public static class UserKind
{
    public static EntityKind Kind => new(UserId.Kind, new UserDecider());

    public static Vocabulary AddUsers(this Vocabulary vocabulary) => vocabulary
        .Add("user-create", 1, static () => UserJson.Default.CreateUser)
        .Add("user-edit", 1, static () => UserJson.Default.EditUser)
        .Add("user-change-password", 1, static () => UserJson.Default.ChangePassword)
        .Add("user-end-sessions", 1, static () => UserJson.Default.EndSessions)
        .Add("user-remove", 1, static () => UserJson.Default.RemoveUser)
        .Add("user-created", 1, static () => UserJson.Default.UserCreated)
        .Add("user-edited", 1, static () => UserJson.Default.UserEdited)
        .Add("user-password-changed", 1, static () => UserJson.Default.PasswordChanged)
        .Add("user-sessions-ended", 1, static () => UserJson.Default.SessionsEnded)
        .Add("user-removed", 1, static () => UserJson.Default.UserRemoved)
        .Add("user-order", 1, static () => UserJson.Default.UserState)
        .Add("user-live", 1, static () => UserJson.Default.UserLive);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CreateUser))]
[JsonSerializable(typeof(EditUser))]
[JsonSerializable(typeof(ChangePassword))]
[JsonSerializable(typeof(EndSessions))]
[JsonSerializable(typeof(RemoveUser))]
[JsonSerializable(typeof(UserCreated))]
[JsonSerializable(typeof(UserEdited))]
[JsonSerializable(typeof(PasswordChanged))]
[JsonSerializable(typeof(SessionsEnded))]
[JsonSerializable(typeof(UserRemoved))]
[JsonSerializable(typeof(UserState))]
[JsonSerializable(typeof(UserLive))]
internal sealed partial class UserJson : JsonSerializerContext;
