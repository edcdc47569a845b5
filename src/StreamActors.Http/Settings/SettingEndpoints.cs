using StreamActors.Domain.Access;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>The configuration the server was started with, without secrets.</summary>
public delegate IReadOnlyList<(string Key, string Value)> SettingsNow();

/// <summary>/api/v1/settings: read-only; changes need a restart.</summary>
internal sealed class SettingEndpoints(SettingsNow settings) : IEndpoints
{
    public IEnumerable<Operation> Operations =>
        [new("GET", "settings", Role.Viewer, "The server's settings.", List) { Reply = WireJson.Plain.IReadOnlyListSettingView }];

    private Task<Outcome> List(Call call)
    {
        IReadOnlyList<SettingView> shown = [.. settings().Select(s => new SettingView(s.Key, s.Value))];
        return Task.FromResult(Outcome.Ok(shown, WireJson.Plain.IReadOnlyListSettingView));
    }
}
