namespace StreamActors.Runtime.Embedded.Tests;

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
    public async Task Post_that_races_the_end_of_a_turn_is_not_left_lying()
    {
        var reader = new RestsWhenEmpty();
        for (var round = 1; round <= 20_000; round++)
        {
            reader.Mailbox.Offer(Letter()).ShouldBe(Reception.Taken);
            if (round % 3 == 0)
                reader.Mailbox.OfferOwn(Letter());
            if (round % 100 == 0)
                await reader.Has(round + (round / 3)).Soon(); // the mailbox has room for so many
        }
    }

    [Fact]
    public void A_full_ordinary_lane_refuses_and_the_own_lane_never_does()
    {
        var mailbox = new Mailbox(2, new NeverTurns());
        mailbox.Offer(Letter()).ShouldBe(Reception.Taken);
        mailbox.Offer(Letter()).ShouldBe(Reception.Taken);
        mailbox.Offer(Letter()).ShouldBe(Reception.Full);
        for (var i = 0; i < 100; i++)
            mailbox.OfferOwn(Letter());
        mailbox.Depth.ShouldBe(2);
        Enumerable.Range(0, 200).Count(_ => mailbox.TakeOwn() is not null).ShouldBe(100);
    }

    private static Told Letter() => new(new Delivery(new Put(1), CommandId.Nameless));

    private sealed class NeverTurns : IThreadPoolWorkItem
    {
        public void Execute()
        {
        }
    }

    /// <summary>A resident that takes whatever there is, and then its rest.</summary>
    private sealed class RestsWhenEmpty : IThreadPoolWorkItem
    {
        private readonly Lock _gate = new();
        private TaskCompletionSource _has = new();
        private int _taken;
        private int _awaited = int.MaxValue;

        public RestsWhenEmpty() => Mailbox = new Mailbox(1000, this);

        public Mailbox Mailbox { get; }

        public Task Has(int count)
        {
            lock (_gate)
            {
                (_has, _awaited) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), count);
                if (_taken >= _awaited)
                    _has.SetResult();
                return _has.Task;
            }
        }

        public void Execute()
        {
            do
            {
                while (Mailbox.TakeOrdinary() is not null || Mailbox.TakeOwn() is not null)
                    Count();
            }
            while (Mailbox.GoOn(deaf: false));
        }

        private void Count()
        {
            lock (_gate)
            {
                if (++_taken == _awaited)
                    _has.TrySetResult();
            }
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
