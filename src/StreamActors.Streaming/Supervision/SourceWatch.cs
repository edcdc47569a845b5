using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>Reports whether a workload's source is available: for an egress its relay with media, for an ingest this node.</summary>
internal sealed class SourceWatch(MediaEngine mediaEngine, WorkloadSpec spec, ISelf self, Action cameBack) : IPeriodicCheck
{
    private readonly Lock _gate = new();
    private readonly TrackChoice? _choice = TrackChoice.Of(spec);
    private string? _tracks;
    private bool _here;
    private bool _reported;

    public WorkloadSpec Spec => spec;

    /// <summary>The workload waits again, and must be informed again.</summary>
    public void Ask()
    {
        lock (_gate)
            _reported = false;
        Check();
    }

    public void Check()
    {
        lock (_gate)
        {
            CheckTracks();
            // A started egress keeps running while media arrives; only a new one needs a key frame to start at.
            var here = spec.IsIngest
                || (mediaEngine.Relays.Find(spec.Relay) is { } host && (_here && _reported ? host.IsMoving : host.IsJoinable));
            if (_reported && here == _here)
                return;
            (_reported, _here) = (true, here);
            if (here)
            {
                cameBack();
                self.Tell(new SourceCame(mediaEngine.Node, mediaEngine.Epoch));
            }
            else
            {
                self.Tell(new SourceWent("The input sends nothing."));
            }
        }
    }

    /// <summary>An output parked for codecs its destination cannot carry must learn of changed tracks.</summary>
    private void CheckTracks()
    {
        if (_choice is null || mediaEngine.Relays.Find(spec.Relay)?.Live.Layout is not { Number: > 0 } layout)
            return;
        var tracks = _choice.Tracks(layout) ?? "";
        if (_tracks is not null && tracks != _tracks && tracks.Length > 0 && _choice.Unsupported(layout, hevc: true) is null)
            self.Tell(new StreamsChanged($"the input now sends {tracks}"));
        _tracks = tracks;
    }
}
