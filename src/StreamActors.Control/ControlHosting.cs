using StreamActors.Domain.Access;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Control;

public static class ControlHosting
{
    public static IServiceCollection AddControl(this IServiceCollection parts) => parts
        .AddSingleton(p => new Catalogue(
            [InputKind.Kind, OutputKind.Kind, KeyKind.Kind, UserKind.Kind, SigningKind.Kind, AlertKind.Kind, AlertRuleKind.Kind,
                ChannelKind.Kind, DeliveryKind.Kind, WorkloadKind.Kind(RestartStrategy.Default, static (_, _) => NoEffects.Instance)],
            p.GetRequiredService<ICommittedFeed>(), p.GetRequiredService<JournalEnd>(), p.GetRequiredService<OtherWriters>(),
            p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<Catalogue>>(),
            new StoredCatalogue(p.GetRequiredService<IDerivedState>(), p.GetRequiredService<Vocabulary>())))
        .AddHostedService(p => p.GetRequiredService<Catalogue>())
        .AddSingleton<TelemetryCaches>()
        .AddHostedService(p => p.GetRequiredService<TelemetryCaches>())
        .AddSingleton<States>()
        .AddSingleton<RateHistory>()
        .AddSingleton<Preflights>()
        .AddSingleton<Loops>()
        .AddSingleton<KeyedLock>()
        .AddSingleton<Quota>()
        .AddSingleton<ListenPorts>()
        .AddSingleton<InputEditor>()
        .AddSingleton<OutputEditor>()
        .AddSingleton<AlertBook>()
        .AddSingleton<AlertRuleEditor>()
        .AddSingleton<ChannelEditor>()
        .AddSingleton<ConfigEditors>()
        .AddSingleton<WorkloadCommands>()
        .AddSingleton<History>()
        .AddSingleton<AsOf>()
        .AddSingleton<Undo>()
        .AddSingleton<DemoStream>();
}
