using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Workloads;

/// <summary>The diagram on top of the decider has exactly the decider's transitions.</summary>
public sealed partial class WorkloadDiagram
{
    [GeneratedRegex(@"^/// (?<from>[a-z-]+) +-> (?<to>[a-z-]+) ", RegexOptions.Multiline)]
    private static partial Regex Edge();

    private static readonly WorkloadSpec[] Specs =
    [
        new(WorkloadType.Egress, "studio", new Address("udp://192.0.2.1:5000"), TimeSpan.FromSeconds(10)),
        new(WorkloadType.Egress, "studio", new Address("udp://192.0.2.2:5000"), TimeSpan.FromSeconds(10)),
        new(WorkloadType.Ingest, "studio", new Address("udp://:5000"), TimeSpan.FromSeconds(10)),
    ];

    private sealed record Crash : Command;

    private static Gen<Command> Commands(Func<long> incarnation) => Gen.Frequency(
        (2, Gen.Elements(Specs).SelectMany(spec => Gen.Elements(true, true, true, false)
            .Select(on => (Command)new Assign(new EntityId("output", "o"), -1, spec, on)))),
        (4, Gen.Constant<Command>(new SourceCame("a", 1))),
        (1, Gen.Constant<Command>(new SourceWent("gone"))),
        (4, Gen.Fresh(() => (Command)new MediaAccepted(incarnation()))),
        (1, Gen.Fresh(() => (Command)new MediaStalled(incarnation(), "still"))),
        (2, Gen.Fresh(() => (Command)new MediaSlow(incarnation(), "far behind"))),
        (1, Gen.Fresh(() => (Command)new MediaCaughtUp(incarnation()))),
        (2, Gen.Elements(Enum.GetValues<ErrorClass>()).Select(c => (Command)new MediaEnded(incarnation(), c, "broken", 0.5))),
        (1, Gen.Fresh(
            () => (Command)new MediaEnded(incarnation(), ErrorClass.InputLost, "the input has become another stream", 0.5, Anew: true))),
        (1, Gen.Constant<Command>(new StreamsChanged("the input now sends H.264"))),
        (2, Gen.Elements<Command>(new DelayOver(), new Retry(), new Restart(), new Crash())));

    private static void Walk(IEnumerable<Command> commands, WorkloadScenario it)
    {
        foreach (var command in commands)
        {
            it.Pass(TimeSpan.FromSeconds(7));
            switch (command)
            {
                case Crash: it.Crash(); break;
                case Assign c: it.Say(c with { Revision = it.Order.Revision + 1 }); break;
                case MediaAccepted: it.Say(new MediaAccepted(it.Order.Incarnation)); break;
                case MediaStalled c: it.Say(c with { Incarnation = it.Order.Incarnation }); break;
                case MediaSlow c: it.Say(c with { Incarnation = it.Order.Incarnation }); break;
                case MediaCaughtUp: it.Say(new MediaCaughtUp(it.Order.Incarnation)); break;
                case MediaEnded c: it.Say(c with { Incarnation = it.Order.Incarnation }); break;
                case Restart when it.Order.Spec is null || !it.Order.On: it.Refusal(command); break;
                case Retry when it.Order.Spec is null: it.Refusal(command); break;
                default: it.Say(command); break;
            }
        }
    }

    [Fact]
    public void Every_edge_of_the_diagram_is_walked_and_no_other()
    {
        var source = File.ReadAllText(Path.Combine(Root(), "src/StreamActors.Domain/Workloads/WorkloadDecider.cs"));
        var drawn = Edge().Matches(source).Select(m => $"{m.Groups["from"].Value} -> {m.Groups["to"].Value}").ToHashSet();
        var walked = new HashSet<string>();
        Prop.ForAll(Commands(() => 0).ListOf(40).ToArbitrary(), commands =>
        {
            var it = new WorkloadScenario();
            Walk(commands, it);
            walked.UnionWith(it.Steps.Where(s => s.From != s.To).Select(s => $"{Shown(s.From)} -> {Shown(s.To)}"));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithReplay(2026, 1121));
        walked.Except(drawn).ShouldBeEmpty("these steps are taken and not drawn");
        drawn.Except(walked).ShouldBeEmpty("these steps are drawn and never taken");
    }

    [Fact]
    public void Whatever_happens_there_is_never_a_second_driver_and_a_driver_is_never_forgotten()
    {
        Prop.ForAll(Commands(() => 0).ListOf().ToArbitrary(), commands =>
        {
            var it = new WorkloadScenario();
            var running = false;
            foreach (var command in commands)
            {
                var ends = command is MediaEnded && it.Live.MediaOpen;
                var before = it.Performed.Count;
                Walk([command], it);
                running = running && !ends && command is not Crash;
                foreach (var effect in it.Performed.Skip(before))
                {
                    if (effect is StartMedia)
                    {
                        running.ShouldBeFalse("a driver was started while one was there");
                        running = true;
                    }
                }
                it.Live.MediaOpen.ShouldBe(running);
                if (running)
                    it.Live.Phase.ShouldNotBeOneOf(Phase.Idle, Phase.Parked, Phase.BackingOff);
            }
        }).QuickCheckThrowOnFailure();
    }

    private static string Shown(Phase phase) =>
        phase switch { Phase.OnAir => "on-air", Phase.BackingOff => "backing-off", _ => phase.ToString().ToLowerInvariant() };

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "StreamActors.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The repository is not above the tests.");
        return folder;
    }
}
