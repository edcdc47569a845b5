using StreamActors.Kernel;

namespace StreamActors.Domain.Workloads;

/// <summary>
/// Supervises one unit of media work. The restart strategy decides what follows a failure. A test walks every edge below and
/// allows no other:
/// <code>
/// idle        -> waiting      ordered on
/// waiting     -> starting     the source is here
/// starting    -> on-air       media accepted
/// starting    -> stalled      nothing accepted in time
/// starting    -> waiting      the source went
/// starting    -> backing-off  it failed
/// starting    -> parked       it failed and no retry can cure it
/// on-air      -> slow         the destination takes less than the stream has
/// slow        -> on-air       it is up with the stream again
/// slow        -> stalled      nothing moves
/// slow        -> waiting      the source went
/// slow        -> backing-off  it failed
/// slow        -> parked       it failed and no retry can cure it
/// slow        -> stopping     off, edited or restarted
/// on-air      -> stalled      nothing moves
/// on-air      -> starting     the input has become another stream
/// on-air      -> waiting      the source went; the driver stays where its peer does
/// on-air      -> backing-off  it failed
/// on-air      -> parked       it failed and no retry can cure it
/// stalled     -> backing-off  the driver is gone
/// stalled     -> on-air       media again, at one that listens and was not replaced
/// stalled     -> parked       such a one failed and no retry can cure it
/// stalled     -> waiting      such a one's source went
/// backing-off -> starting     the delay is over, or retried
/// backing-off -> waiting      the same, and the source is not here
/// parked      -> waiting      retried or edited
/// waiting     -> stopping     off, edited or restarted while a driver is still there
/// starting    -> stopping     off, edited or restarted
/// on-air      -> stopping     off, edited or restarted
/// stalled     -> stopping     off, edited or restarted
/// stopping    -> idle         off, and the driver is gone
/// stopping    -> starting     the driver is gone, and it is wanted again
/// stopping    -> waiting      the same, and the source is not here
/// waiting     -> idle         off
/// backing-off -> idle         off
/// parked      -> idle         off
/// idle        -> parked       activated again after it was parked
/// </code>
/// </summary>
public sealed class WorkloadDecider(RestartStrategy strategy) : Decider<WorkloadState, WorkloadLive>
{
    public override WorkloadState NoOrder => WorkloadState.None;

    public override WorkloadLive NoLive => WorkloadLive.Idle;

    public override Decision Decide(WorkloadState order, WorkloadLive live, Command command) => command switch
    {
        Assign c => Decide(order, live, c),
        Retire c => Decide(order, live, c),
        Retry c => order.Spec is null ? NothingHere : HurryUp(order, live, c.Origin, "retried by an operator"),
        Restart c => Decide(order, live, c),
        Awake c => Decide(order, live, c),
        SourceCame c => Decide(order, live, c),
        StreamsChanged c => order is { On: true, Parked.Class: ErrorClass.Codec, Spec.IsIngest: false }
            ? HurryUp(order, live, c.Origin, c.What) : Decision.Nothing,
        SourceWent c => Decide(live, c),
        MediaAccepted c =>
            IsNews(order, live, c.Incarnation) && (live.Phase == Phase.Starting || (live.Phase == Phase.Stalled && StaysOpen(order, live)))
            ? OnAir(order, c)
            : Decision.Nothing,
        MediaStalled c => IsNews(order, live, c.Incarnation) && live.Phase is Phase.Starting or Phase.OnAir or Phase.Slow
            ? Decision.Note(new PhaseChanged(Phase.Stalled, c.Why, c.Origin.At) { Class = ErrorClass.Stalled })
            : Decision.Nothing,
        MediaSlow c => IsNews(order, live, c.Incarnation) && live.Phase == Phase.OnAir
            ? Decision.Note(new PhaseChanged(Phase.Slow, c.Why, c.Origin.At))
            : Decision.Nothing,
        MediaCaughtUp c => IsNews(order, live, c.Incarnation) && live.Phase == Phase.Slow
            ? Decision.Note(new PhaseChanged(Phase.OnAir, "", c.Origin.At))
            : Decision.Nothing,
        MediaEnded c => IsNews(order, live, c.Incarnation) ? Ended(order, live, c) : Decision.Nothing,
        DelayOver c =>
            live.Phase == Phase.BackingOff && order.ShouldRun ? StartOrWait(live, c.Origin, "the delay is over") : Decision.Nothing,
        _ => throw Unknown(command),
    };

    public override WorkloadState Evolve(WorkloadState order, Event happened)
    {
        var next = order with { Sequence = order.Sequence + 1 };
        return happened switch
        {
            Assigned e => next with { Owner = e.Owner, Revision = e.Revision, Spec = e.Spec, On = e.On,
                ProvenOnAir = order.ProvenOnAir && order.Spec?.Address == e.Spec.Address },
            Retired e => next with { Owner = e.Owner, Revision = e.Revision, Spec = null, On = false },
            WorkloadStarted => next with { Incarnation = next.Sequence },
            ProvedOnAir => next with { ProvenOnAir = true },
            Parked e => next with { Parked = new Parking(e.Class, e.Why, e.At) },
            Unparked => next with { Parked = null },
            _ => throw Unknown(happened),
        };
    }

    public override WorkloadLive Observe(WorkloadLive live, Fact fact) => fact switch
    {
        PhaseChanged f => live with
        {
            Phase = f.To,
            Reason = f.Reason,
            Since = f.At,
            RetryAt = f.RetryAt,
            Class = f.Class,
            OnAirBefore = live.OnAirFor(f.At) ?? (f.To == Phase.OnAir ? TimeSpan.Zero : null),
        },
        Failed f => live with { Failures = live.Failures.With(f.Failure) },
        Recovered f => live with { Failures = live.Failures.Forgiven(f.Left) },
        FailuresCleared => live with { Failures = FailureHistory.None },
        SourceSeen f => live with { SourceHere = f.Here },
        MediaSeen f => live with { MediaOpen = f.Open, OnAirBefore = null },
        _ => throw Unknown(fact),
    };

    public override IEnumerable<Effect> React(WorkloadState order, WorkloadLive live, Happening happened) => happened switch
    {
        Assigned when order.Spec is { } spec && live is { MediaOpen: true, Phase: not Phase.Stopping } =>
            [new ChangeStallTime(spec.StallAfter)],
        WorkloadStarted when order.Spec is { } spec => [new StartMedia(spec)],
        PhaseChanged { To: Phase.Waiting } when order.Spec is { } spec => [new WatchSource(spec)],
        PhaseChanged { To: Phase.Stalled } when StaysOpen(order, live) => [],
        PhaseChanged { To: Phase.Stopping or Phase.Stalled } f => [new StopMedia(f.Reason)],
        PhaseChanged { To: Phase.BackingOff, RetryAt: { } at } f => [new RemindMe("delay", at, new DelayOver()) { AtMost = at - f.At }],
        PhaseChanged { To: Phase.Parked, Class: ErrorClass.Codec } when order.Spec is { IsIngest: false } spec => [new WatchSource(spec)],
        PhaseChanged { To: Phase.Idle or Phase.Parked } => [new LeaveSource()],
        _ => [],
    };

    public override IEnumerable<Effect> Resume(WorkloadState order) =>
        order.ShouldRun || order.Parked is not null ? [new RemindMe("awake", DateTimeOffset.MinValue, new Awake())] : [];

    public static bool? IsWanted(Event happened) => happened switch
    {
        Assigned e => e.On,
        Unparked => true,
        Parked { Class: ErrorClass.Codec } => null, // it waits for streams that its destination supports
        Retired or Parked => false,
        _ => null,
    };

    private static Decision NothingHere =>
        Decision.Refuse("not-found", "There is no workload with this id: its input or output may have been moved or removed.");

    private static bool Listens(WorkloadState order) => order.Spec is { Listens: true };

    /// <summary>No peer was connected yet, or it is a socket of our own: silence is no reason to close it.</summary>
    private static bool StaysOpen(WorkloadState order, WorkloadLive live) =>
        Listens(order) && !(live.WasOnAir && order.Spec is { IsReplacedWhenStalled: true });

    private static bool IsNews(WorkloadState order, WorkloadLive live, long incarnation) =>
        live.MediaOpen && incarnation == order.Incarnation;

    private static Decision Decide(WorkloadState order, WorkloadLive live, Assign c)
    {
        // A new revision without an effect on the workload, such as another label or name.
        if (c.Revision <= order.Revision || (c.Owner, c.Spec, c.On) == (order.Owner, order.Spec, order.On))
            return Decision.Nothing;
        var assigned = new Assigned(c.Owner, c.Revision, c.Spec, c.On);
        if (!c.On)
            return SwitchOff(order, live, c.Origin, assigned, "ordered off");
        // A new stall time is applied to the running driver without a restart.
        var changed = order.Spec is not { } spec || spec with { StallAfter = c.Spec.StallAfter } != c.Spec;
        var origin = c.Origin;
        return (live.Phase, order.Parked) switch
        {
            (_, not null) when order.Spec == c.Spec => Decision.Store(assigned),
            (_, not null) => Decision.Store(assigned, new Unparked("edited")).AndNote(new FailuresCleared(), Waiting(origin, "edited")),
            (Phase.Idle, _) => Decision.Store(assigned).AndNote(Waiting(origin, "ordered on")),
            (Phase.BackingOff or Phase.Waiting, _) when changed && !live.MediaOpen =>
                Decision.Store(assigned).AndNote(new FailuresCleared(), new SourceSeen(null), Waiting(origin, "edited")),
            (Phase.Stopping, _) => Decision.Store(assigned),
            _ when changed =>
                Decision.Store(assigned).AndNote(new FailuresCleared(), new PhaseChanged(Phase.Stopping, "edited", origin.At)),
            _ => Decision.Store(assigned),
        };
    }

    private static Decision Decide(WorkloadState order, WorkloadLive live, Retire c) =>
        c.Revision <= order.Revision || order.Spec is null ? Decision.Nothing
        : SwitchOff(order, live, c.Origin, new Retired(c.Owner, c.Revision), "removed");

    private static Decision SwitchOff(WorkloadState order, WorkloadLive live, Origin origin, Event first, string why)
    {
        var stored = order.Parked is null ? Decision.Store(first) : Decision.Store(first, new Unparked(why));
        return live.Phase switch
        {
            Phase.Idle or Phase.Stopping => stored,
            _ when live.MediaOpen => stored.AndNote(new PhaseChanged(Phase.Stopping, why, origin.At)),
            _ => stored.AndNote(new SourceSeen(null), new PhaseChanged(Phase.Idle, why, origin.At)),
        };
    }

    private static Decision Decide(WorkloadState order, WorkloadLive live, Restart c)
    {
        if (order.Spec is null)
            return NothingHere;
        if (!order.On)
            return Decision.Refuse("off", "The input or output is ordered off: start it first.");
        return live.MediaOpen && live.Phase != Phase.Stopping
            ? Decision.Note(new PhaseChanged(Phase.Stopping, "restarted by an operator", c.Origin.At))
            : HurryUp(order, live, c.Origin, "restarted by an operator");
    }

    private static Decision HurryUp(WorkloadState order, WorkloadLive live, Origin origin, string why) => (order.Parked, live.Phase) switch
    {
        (not null, _) when order.On => Decision.Store(new Unparked(why)).AndNote(new FailuresCleared(), Waiting(origin, why)),
        (_, Phase.BackingOff) => StartOrWait(live, origin, why),
        _ => Decision.Nothing,
    };

    private static Decision Decide(WorkloadState order, WorkloadLive live, Awake c) => (live.Phase, order) switch
    {
        // The input may have other streams by now.
        (Phase.Idle, { On: true, Parked.Class: ErrorClass.Codec, Spec.IsIngest: false }) => HurryUp(order, live, c.Origin, "resumed"),
        (Phase.Idle, { Parked: { } parked }) =>
            Decision.Note(new PhaseChanged(Phase.Parked, parked.Why, parked.At) { Class = parked.Class }),
        (Phase.Idle, { ShouldRun: true }) => Decision.Note(Waiting(c.Origin, "resumed")),
        _ => Decision.Nothing,
    };

    private static Decision Decide(WorkloadState order, WorkloadLive live, SourceCame c)
    {
        var place = new Place(c.Node, c.Epoch);
        if (!order.ShouldRun || (live.SourceHere == place && live.Phase != Phase.Waiting))
            return Decision.Nothing;
        return live.Phase switch
        {
            Phase.Waiting when live.MediaOpen =>
                Decision.Note(new SourceSeen(place), new PhaseChanged(Phase.Starting, "the source is back", c.Origin.At)),
            Phase.Waiting => Start(place, c.Origin, "the source is here"),
            _ => Decision.Note(new SourceSeen(place)),
        };
    }

    private static Decision Decide(WorkloadLive live, SourceWent c) => (live.SourceHere, live.Phase) switch
    {
        (null, _) => Decision.Nothing,
        (_, Phase.Starting or Phase.OnAir or Phase.Slow) =>
            Decision.Note(new SourceSeen(null), Waiting(c.Origin, c.Why) with { Class = ErrorClass.InputLost }),
        _ => Decision.Note(new SourceSeen(null)),
    };

    private static Decision OnAir(WorkloadState order, MediaAccepted c)
    {
        var phaseChanged = new PhaseChanged(Phase.OnAir, "", c.Origin.At);
        return order.ProvenOnAir ? Decision.Note(phaseChanged) : Decision.Store(new ProvedOnAir()).AndNote(phaseChanged);
    }

    private Decision Ended(WorkloadState order, WorkloadLive live, MediaEnded c)
    {
        var gone = new MediaSeen(false);
        return live.Phase switch
        {
            Phase.Stopping when !order.ShouldRun =>
                Decision.Note(gone, new SourceSeen(null), new PhaseChanged(Phase.Idle, live.Reason, c.Origin.At)),
            Phase.Stopping => live.SourceHere is { } place
                ? Start(place, c.Origin, live.Reason)
                : Decision.Note(gone, Waiting(c.Origin, live.Reason)),
            Phase.Waiting => Decision.Note(gone, Waiting(c.Origin, live.Reason)),
            Phase.Starting or Phase.OnAir when c.Anew && live.SourceHere is { } place => Start(place, c.Origin, c.Text),
            Phase.Stalled when !StaysOpen(order, live) =>
                Fail(order, live, new Failure(ErrorClass.Stalled, live.Reason, c.Origin.At) { Clock = c.Clock }, c.Chance),
            _ => Fail(order, live, new Failure(c.Class, c.Text, c.Origin.At, c.MayBeOurselves) { Clock = c.Clock }, c.Chance),
        };
    }

    private Decision Fail(WorkloadState order, WorkloadLive live, Failure failure, double chance)
    {
        var at = failure.At;
        // The stall time before the stall was detected does not count as time on air.
        var onAir = live.OnAirFor(at) - (live.Phase == Phase.Stalled ? order.Spec?.StallAfter ?? TimeSpan.Zero : TimeSpan.Zero);
        var recovered = onAir is { } time ? new Recovered(strategy.StillCounted(live.Failures.InARow, time)) : null;
        var history = (recovered is null ? live.Failures : live.Failures.Forgiven(recovered.Left)).With(failure);
        IReadOnlyList<Fact> facts =
            recovered is null ? [new MediaSeen(false), new Failed(failure)] : [new MediaSeen(false), recovered, new Failed(failure)];
        return strategy.Decide(history, order.Spec, order.ProvenOnAir, chance) switch
        {
            RestartStrategy.Verdict.Retry retry =>
                Decision.Note([.. facts, new PhaseChanged(Phase.BackingOff, failure.Text, at, at + retry.After) { Class = failure.Class }]),
            RestartStrategy.Verdict.Wait => Decision.Note([.. facts, new SourceSeen(null),
                new PhaseChanged(Phase.Waiting, failure.Text, at) { Class = failure.Class }]),
            RestartStrategy.Verdict.Park park => Park(park.Why is null ? failure.Text : $"{failure.Text} ({park.Why})"),
            var other => throw Unknown(other),
        };

        Decision Park(string why) => Decision.Store(new Parked(failure.Class, why, at))
            .AndNote([.. facts, new SourceSeen(null), new PhaseChanged(Phase.Parked, why, at) { Class = failure.Class }]);
    }

    private static Decision StartOrWait(WorkloadLive live, Origin origin, string why) =>
        live.SourceHere is { } place ? Start(place, origin, why) : Decision.Note(Waiting(origin, why));

    private static Decision Start(Place place, Origin origin, string why) => Decision.Store(new WorkloadStarted(place.Node, place.Epoch))
        .AndNote(new SourceSeen(place), new MediaSeen(true), new PhaseChanged(Phase.Starting, why, origin.At));

    private static PhaseChanged Waiting(Origin origin, string why) => new(Phase.Waiting, why, origin.At);
}
