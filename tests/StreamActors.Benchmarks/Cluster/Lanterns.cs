using System.Text.Json.Serialization;
using StreamActors.Storage;

namespace StreamActors.Benchmarks;

// A counter that is kept active: the smallest entity of a wanted kind, with a hundred events or one.

public sealed record Light(int Number) : Command;

public sealed record Lit(int Number) : Event;

public sealed record Burning(int Lights);

public sealed record Shine : Effect;

internal static class Lanterns
{
    private static int _awake;

    /// <summary>How many are active on this node.</summary>
    public static int Awake => Volatile.Read(ref _awake);

    public static Vocabulary Words { get; } = new Vocabulary()
        .Add("lantern-light", 1, LanternJson.Default.Light)
        .Add("lantern-lit", 1, LanternJson.Default.Lit)
        .Add("lantern-order", 1, LanternJson.Default.Burning)
        .Add("lantern-live", 1, LanternJson.Default.Nothing)
        .AddFollowing();

    public static EntityKind Kind { get; } = new("lantern", new LanternDecider())
    {
        Effects = static (_, _) => new Flame(),
        IsWanted = static _ => true,
    };

    public static EntityId Id(int number) => new("lantern", $"l{number}");

    private sealed class LanternDecider : Decider<Burning, Nothing>
    {
        public override Burning NoOrder { get; } = new(0);

        public override Nothing NoLive { get; } = new();

        public override Decision Decide(Burning order, Nothing live, Command command) =>
            command is Light light ? Decision.Store(new Lit(light.Number)) : throw Unknown(command);

        public override Burning Evolve(Burning order, Event happened) =>
            happened is Lit ? new Burning(order.Lights + 1) : throw Unknown(happened);

        public override IEnumerable<Effect> Resume(Burning order) => [new Shine()];
    }

    private sealed class Flame : IEffects
    {
        public Flame() => Interlocked.Increment(ref _awake);

        public bool AtWork => true;

        public void Perform(Effect effect, long version)
        {
        }

        public ValueTask DisposeAsync()
        {
            Interlocked.Decrement(ref _awake);
            return ValueTask.CompletedTask;
        }
    }
}

[JsonSerializable(typeof(Light))]
[JsonSerializable(typeof(Lit))]
[JsonSerializable(typeof(Burning))]
[JsonSerializable(typeof(Nothing))]
internal sealed partial class LanternJson : JsonSerializerContext;
