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
