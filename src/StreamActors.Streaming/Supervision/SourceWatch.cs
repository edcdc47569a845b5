using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>
/// Says to one workload whether there is something to carry: for an egress its relay with media in it, for an ingest this
/// node itself.
/// </summary>
internal sealed class SourceWatch(Stage stage, WorkloadSpec spec, ISelf self, Action cameBack) : IRound
{
    private readonly Lock _gate = new();
    private readonly TrackChoice? _choice = TrackChoice.Of(spec);
    private string? _tracks;
    private bool _here;
    private bool _told;

    public WorkloadSpec Spec => spec;

    /// <summary>It waits anew, and has to be told whatever it was told before.</summary>
    public void Ask()
    {
        lock (_gate)
            _told = false;
        Look();
    }

    public void Look()
    {
        lock (_gate)
        {
            LookAtTracks();
            // Who has been let in stays while media comes; only a newcomer needs a key frame to begin with.
            var here = spec.IsIngest || (stage.Relays.Find(spec.Relay) is { } seat && (_here && _told ? seat.IsMoving : seat.IsJoinable));
            if (_told && here == _here)
                return;
            (_told, _here) = (true, here);
            if (here)
            {
                cameBack();
                self.Tell(new SourceCame(stage.Node, stage.Epoch));
            }
            else
            {
                self.Tell(new SourceWent("The input sends nothing."));
            }
        }
    }

    /// <summary>An output that was parked because its destination cannot carry the stream wants to know of another one.</summary>
    private void LookAtTracks()
    {
        if (_choice is null || stage.Relays.Find(spec.Relay)?.Live.Layout is not { Number: > 0 } layout)
            return;
        var tracks = _choice.Tracks(layout) ?? "";
        if (_tracks is not null && tracks != _tracks && tracks.Length > 0 && _choice.Misfit(layout) is null)
            self.Tell(new StreamsChanged($"the input now sends {tracks}"));
        _tracks = tracks;
    }
}
