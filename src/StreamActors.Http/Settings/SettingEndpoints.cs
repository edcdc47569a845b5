using StreamActors.Domain.Access;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>The configuration the server was started with, without secrets.</summary>
public delegate IReadOnlyList<SettingView> SettingsNow();

/// <summary>/api/v1/settings: read-only; changes need a restart.</summary>
internal sealed class SettingEndpoints(SettingsNow settings) : IEndpoints
{
    public IEnumerable<Operation> Operations =>
    [
        new("GET", "settings", Role.Viewer, "The server's settings, with their defaults.", List)
        {
            Reply = WireJson.Plain.IReadOnlyListSettingView,
        },
    ];

    private Task<Outcome> List(Call call) => Task.FromResult(Outcome.Ok(settings(), WireJson.Plain.IReadOnlyListSettingView));
}
