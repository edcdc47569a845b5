using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Workloads;
using StreamActors.Testing;
using StreamActors.Testing.Peers;
using static StreamActors.Control.Tests.AlertScenes;

namespace StreamActors.Control.Tests;

/// <summary>From conditions to sent messages, second by second, and over a restart of the evaluating node.</summary>
public sealed class AlertLoopSpecs
{
    private readonly StandingClock _clock = new(Start);
    private readonly InMemoryEntities _inMemoryEntities;
    private readonly ConcurrentQueue<Notice> _told = [];
    private ConcurrentQueue<SendFault?> _answers = [];
    private ChannelConfig? _channel = Desk;
    private Phase _phase = Phase.OnAir;

    public AlertLoopSpecs() => _inMemoryEntities = new InMemoryEntities(_clock);

    [Fact]
    public async Task A_parked_workload_is_reported_once_even_over_a_restart()
    {
        _phase = Phase.Parked;
        await Watched(async () => await Until(() => _inMemoryEntities.Delivery("desk").Sent == 1));
        _told.ShouldHaveSingleItem().Items.ShouldHaveSingleItem().Alert.ShouldBe("parked~output~yt");
        await Watched(async () => await Seconds(120));
        _told.Count.ShouldBe(1);
        _phase = Phase.OnAir;
        await Watched(async () => await Until(() => _inMemoryEntities.Delivery("desk").Sent == 2));
        _told.Last().Items.ShouldHaveSingleItem().Firing.ShouldBeFalse();
        _inMemoryEntities.Stored.OfType<AlertFired>().Count().ShouldBe(1);
        _inMemoryEntities.Delivery("desk").Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_planned_when_the_server_died_is_sent_by_the_next_under_the_same_id()
    {
        var notice = new Notice("n1", Start, [new NoticeItem("parked~output~yt", true, AlertSeverity.Critical, "words", Start)]);
        await _inMemoryEntities.Ask(new DeliveryId("desk").EntityId, new PlanNotice(notice), Kernel.CommandId.Nameless);
        await Watched(async () => await Until(() => _inMemoryEntities.Delivery("desk").Sent == 1));
        _told.ShouldBe([notice]);
    }

    [Fact]
    public async Task A_channel_that_fails_is_tried_again_with_the_same_message_until_it_takes_it()
    {
        (_phase, _answers) =
            (Phase.Parked, new([new SendFault("The server answered 503.", false), new SendFault("The server answered 503.", false), null]));
        await Watched(async () =>
        {
            await Until(() => _told.Count == 1);
            await Until(() => _inMemoryEntities.Published.GetValueOrDefault("channels/desk") is ChannelHealth { Fault: not null });
            var health = (ChannelHealth)_inMemoryEntities.Published["channels/desk"]!;
            (health.Fault, health.Again - health.At).ShouldBe(
                ("The server answered 503.", new DeliveryPolicy().RetryDelay.Delay(health.Attempts, 0.5)));
            await Until(() => _inMemoryEntities.Delivery("desk").Sent == 1);
        });
        _told.Count.ShouldBe(3);
        _told.Distinct().Count().ShouldBe(1);
        ((ChannelHealth)_inMemoryEntities.Published["channels/desk"]!).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task A_channel_that_refuses_for_good_rests_and_an_edit_ends_the_rest()
    {
        (_phase, _answers) = (Phase.Parked, new([new SendFault("The server answered 404.", true)]));
        await Watched(async () =>
        {
            await Until(() => _inMemoryEntities.Delivery("desk").Abandoned == 1);
            await Seconds(60);
            _told.Count.ShouldBe(1);
            (_channel, _changed) = (Desk with { Url = "https://other.example/" }, _clock.GetUtcNow());
            await Until(() => _inMemoryEntities.Delivery("desk").Sent == 1);
        });
        _inMemoryEntities.Delivery("desk").ShouldSatisfyAllConditions(d => d.Fault.ShouldBeNull(), d => d.Told.Count.ShouldBe(1));
    }

    [Fact]
    public async Task A_channel_that_is_removed_and_made_again_is_told_of_what_still_fires()
    {
        _phase = Phase.Parked;
        await Watched(async () =>
        {
            await Until(() => _inMemoryEntities.Delivery("desk").Sent == 1);
            _channel = null;
            await Until(() => _inMemoryEntities.Delivery("desk").Told.IsEmpty);
            _channel = Desk;
            await Until(() => _inMemoryEntities.Delivery("desk").Sent == 1);
        });
        _told.Count.ShouldBe(2);
    }

    private DateTimeOffset _changed = Start;

    private AlertSnapshot Look() => Set([Output(_phase) with { Since = _clock.GetUtcNow() }], _inMemoryEntities.Alerts, Only("parked"),
        new Dictionary<string, Channel>(StringComparer.Ordinal) { ["desk"] = new(_channel, _changed, _inMemoryEntities.Delivery("desk")) });

    private Task<SendFault?> Send(ChannelConfig channel, Notice notice, CancellationToken stop)
    {
        _told.Enqueue(notice);
        return Task.FromResult(_answers.TryDequeue(out var answer) ? answer : null);
    }

    /// <summary>One run of the alert loop.</summary>
    private async Task Watched(Func<Task> meanwhile)
    {
        using var stop = new CancellationTokenSource();
        var watching = new AlertLoop(Look, _inMemoryEntities, _inMemoryEntities, Send, new DeliveryPolicy(), () => 0.5, _clock,
            NullLogger<AlertLoop>.Instance).Run(stop.Token);
        await meanwhile();
        await stop.CancelAsync();
        await watching;
    }

    /// <summary>Advances the clock by a second whenever all timers are set.</summary>
    private async Task Until(Func<bool> condition)
    {
        await Eventually.Is(
            async () =>
            {
                if (condition())
                    return true;
                await _clock.Waiting(1);
                _clock.Advance(TimeSpan.FromSeconds(1));
                return false;
            },
            () => $"It does not come about. Told: {string.Join("; ", _told)}");
    }

    private async Task Seconds(int count)
    {
        var end = _clock.GetUtcNow() + TimeSpan.FromSeconds(count);
        await Until(() => _clock.GetUtcNow() >= end);
    }
}
