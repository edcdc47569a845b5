using System.Globalization;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>What exists but is not in the file that replaces it.</summary>
public sealed record Removals(IReadOnlyList<Entry> Outputs, IReadOnlyList<Entry> Inputs, IReadOnlyList<Entry> Rules,
    IReadOnlyList<Entry> Channels)
{
    /// <summary>A limit higher than any server needs.</summary>
    public const int Most = 1_000_000;

    private const int Named = 5;

    public static readonly Removals None = new([], [], [], []);

    private IReadOnlyList<Entry> All => [.. Outputs, .. Inputs, .. Rules, .. Channels];

    public static Removals Of(Catalogue catalogue, ImportDraft file)
    {
        return new(
            Others(OutputId.Kind, file.Outputs, order => order is OutputState { Config: not null }),
            Others(InputId.Kind, file.Inputs, order => order is InputState { Config: not null }),
            Others(AlertRuleId.Kind, file.AlertRules, order => order is AlertRuleState { Config: not null }),
            Others(ChannelId.Kind, file.Channels, order => order is ChannelState { Config: not null }));

        IReadOnlyList<Entry> Others(string kind, IEnumerable<IDraft>? named, Func<object, bool> isThere)
        {
            var kept = (named ?? []).Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
            return [.. catalogue.All(kind).Where(e => isThere(e.Order) && !kept.Contains(e.Id.Id))
                .OrderBy(e => e.Id.Id, StringComparer.Ordinal)];
        }
    }

    /// <summary>The caller states how many removals are allowed, so that an incomplete file removes nothing.</summary>
    public FieldFault? Beyond(int allowed)
    {
        var all = All;
        if (all.Count <= allowed)
            return null;
        var named = string.Join(", ", all.Take(Named).Select(e => e.Id.ToString())) + (all.Count > Named ? ", …" : "");
        return new FieldFault(
            "removals", allowed.ToString(CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture,
                $"{all.Count} or more, if {all.Count} may be removed ({named}); dry-run=true lists them and changes nothing"));
    }
}
