using StreamActors.Domain.Alerts;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>The whole configuration, now or at a point in time.</summary>
public sealed class AsOf(History history, Catalogue catalogue)
{
    public const string Format = "streamactors/1";

    private IEnumerable<Entry> All => new[] { InputId.Kind, OutputId.Kind, AlertRuleId.Kind, ChannelId.Kind }.SelectMany(catalogue.All);

    public ExportView Now() => View(null, All.Select(e => (e.Id, e.Order)));

    public async Task<ExportView> Configuration(DateTimeOffset at, EntityId? one, CancellationToken stop)
    {
        await catalogue.Ready.WaitAsync(stop);
        List<(EntityId, object)> orders = [];
        foreach (var id in All.Where(e => one is null || e.Id == one).Select(e => e.Id))
        {
            if ((await history.Of(id, stop)).LastOrDefault(s => s.Recorded.Envelope.At <= at) is { } step)
                orders.Add((id, step.After));
        }
        return View(at, orders);
    }

    private static ExportView View(DateTimeOffset? at, IEnumerable<(EntityId Id, object Order)> orders)
    {
        var all = orders.OrderBy(o => o.Id.Id, StringComparer.Ordinal).ToList();
        return new ExportView(
            Format, at, null,
            [.. all.Where(o => o.Order is InputState { Config: not null })
                .Select(o => InputMapping.Draft(o.Id.Id, ((InputState)o.Order).Config!))],
            [.. all.Where(o => o.Order is OutputState { Config: not null })
                .Select(o => OutputMapping.Draft(o.Id.Id, ((OutputState)o.Order).Config!))])
        {
            AlertRules = [.. all.Where(o => o.Order is AlertRuleState { Config: not null })
                .Select(o => AlertRuleMapping.Draft(o.Id.Id, ((AlertRuleState)o.Order).Config!))],
            Channels = [.. all.Where(o => o.Order is ChannelState { Config: not null })
                .Select(o => ChannelMapping.Draft(o.Id.Id, ((ChannelState)o.Order).Config!))],
        };
    }
}
