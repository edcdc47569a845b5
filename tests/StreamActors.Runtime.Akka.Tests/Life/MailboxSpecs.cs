namespace StreamActors.Runtime.Akka.Tests;

public sealed class MailboxSpecs
{
    [Fact]
    public async Task Post_that_races_the_closing_of_a_mailbox_is_taken_once_or_handed_back()
    {
        for (var round = 0; round < 3000; round++)
        {
            var reader = new ClosesWhenEmpty();
            var posts = Enumerable.Range(0, 6).Select(_ => new Told(new Delivery(new Put(1), CommandId.Nameless))).ToArray();
            using var start = new Barrier(2);
            var offered = await Task.WhenAll(posts.Chunk(3).Select(some => Task.Run(() =>
            {
                start.SignalAndWait();
                return some.Select(p => (Post: p, Reception: reader.Mailbox.Offer(p))).ToArray();
            }))).Soon();
            await reader.Closed.Soon();

            foreach (var (post, reception) in offered.SelectMany(o => o))
                reader.Taken.Count(t => ReferenceEquals(t, post)).ShouldBe(reception == Reception.Taken ? 1 : 0);
        }
    }

    [Fact]
    public void Post_that_comes_during_a_turn_prolongs_it_or_keeps_the_mailbox_open()
    {
        var mailbox = new Mailbox(10, new CountsTurns());
        mailbox.Offer(Letter());
        mailbox.TakeOrdinary().ShouldNotBeNull();
        mailbox.Offer(Letter()).ShouldBe(Reception.Taken);
        mailbox.GoOn(deaf: false).ShouldBeTrue();
        mailbox.TakeOrdinary().ShouldNotBeNull();
        mailbox.OfferOwn(Letter());
        mailbox.TryClose().ShouldBe(false);
        mailbox.GoOn(deaf: true).ShouldBeFalse("whoever rests does not get up for post");
        mailbox.Signal(Signals.Rested).ShouldBeTrue();
        mailbox.GoOn(deaf: true).ShouldBeTrue();
    }

    [Fact]
    public void Post_that_was_taken_before_its_mailbox_closed_is_not_handed_back()
    {
        var mailbox = new Mailbox(10, new CountsTurns());
        var (early, late) = (Letter(), Letter());
        mailbox.Lay(early).ShouldBeTrue();
        mailbox.TakeOrdinary().ShouldBe(early);
        mailbox.TryClose().ShouldBe(true);
        mailbox.Announce(early).ShouldBe(Reception.Taken);
        mailbox.Offer(late).ShouldBe(Reception.Closed);
        mailbox.Signal(Signals.Wake).ShouldBeFalse();
    }

    [Fact]
    public void Who_is_late_in_closing_does_not_close_behind_a_turn_that_came_and_ended_meanwhile()
    {
        var mailbox = new Mailbox(10, new CountsTurns());
        mailbox.Offer(Letter());
        mailbox.TakeOrdinary().ShouldNotBeNull();
        var idle = mailbox.Rest();
        mailbox.Offer(Letter()).ShouldBe(Reception.Taken);
        mailbox.TakeOrdinary().ShouldNotBeNull();
        mailbox.GoOn(deaf: false).ShouldBeFalse("the later turn has woken the entity, and nothing more has come");
        mailbox.TryClose(idle).ShouldBeNull();
        mailbox.Offer(Letter()).ShouldBe(Reception.Taken);
    }

    [Fact]
    public async Task However_much_comes_in_one_turn_is_queued_until_it_has_ended()
    {
        var turns = new CountsTurns();
        var mailbox = new Mailbox(1000, turns);
        for (var i = 0; i < 500; i++)
        {
            mailbox.Offer(Letter());
            mailbox.OfferOwn(Letter());
            mailbox.Signal(Signals.Wake);
        }
        await turns.Begun;
        for (var i = 0; i < 100; i++)
            await Task.Run(static () => { }); // behind any other that was queued
        turns.Count.ShouldBe(1);
    }

    [Fact]
    public void A_full_ordinary_lane_refuses_and_the_own_lane_never_does()
    {
        var mailbox = new Mailbox(2, new CountsTurns());
        mailbox.Offer(Letter()).ShouldBe(Reception.Taken);
        mailbox.Offer(Letter()).ShouldBe(Reception.Taken);
        mailbox.Offer(Letter()).ShouldBe(Reception.Full);
        for (var i = 0; i < 100; i++)
            mailbox.OfferOwn(Letter());
        mailbox.Depth.ShouldBe(2);
        Enumerable.Range(0, 200).Count(_ => mailbox.TakeOwn() is not null).ShouldBe(100);
    }

    private static Told Letter() => new(new Delivery(new Put(1), CommandId.Nameless));

    /// <summary>A resident whose turn has begun and does nothing by itself.</summary>
    private sealed class CountsTurns : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public Task Begun => _begun.Task.Soon();

        public int Count => Volatile.Read(ref _count);

        public void Execute()
        {
            Interlocked.Increment(ref _count);
            _begun.TrySetResult();
        }
    }

    /// <summary>A resident that wants nothing more than to leave.</summary>
    private sealed class ClosesWhenEmpty : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ClosesWhenEmpty() => Mailbox = new Mailbox(100, this);

        public Mailbox Mailbox { get; }

        public List<Post> Taken { get; } = [];

        public Task Closed => _closed.Task;

        public void Execute()
        {
            do
            {
                while (Mailbox.TakeOrdinary() is { } post)
                    Taken.Add(post);
                switch (Mailbox.TryClose())
                {
                    case true:
                        _closed.SetResult();
                        return;
                    case null:
                        return;
                }
            }
            while (true);
        }
    }
}
