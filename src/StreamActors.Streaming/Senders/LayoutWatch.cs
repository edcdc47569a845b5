using StreamActors.Media.Relay;

namespace StreamActors.Streaming;

/// <summary>
/// Whether a stream still has the tracks an FFmpeg was started for, since FFmpeg keeps to the tables it read first. When the video changes,
/// the reader ends at the table that announces it, else at the next key frame. Used by the reading thread.
/// </summary>
internal sealed class LayoutWatch(LiveRelay relay, TrackChoice choice, StreamLayout started)
{
    private string? _tracks = choice.Tracks(started);
    private string? _picture = choice.Picture(started);
    private int _seen;
    private long? _changedAt;
    private volatile string? _change;

    /// <summary>The first packet that is no longer for this FFmpeg.</summary>
    private long _end = long.MaxValue;

    /// <summary>Describes the change; null if there is none.</summary>
    public string? Change => _change;

    /// <summary>Where the reader starts: earlier changes do not matter.</summary>
    public void Begin(long next)
    {
        foreach (var layout in relay.Layouts)
            _seen = layout.Since <= next ? layout.Number - 1 : _seen;
    }

    /// <returns>How many packets from there on are for this FFmpeg.</returns>
    public int Left(long next)
    {
        if (_changedAt is null && relay.Layout.Number != _seen)
            Compare();
        if (_end == long.MaxValue && relay.JoinPoint is { } point && point >= _changedAt)
            _end = point;
        return (int)Math.Clamp(_end - next, 0, int.MaxValue);
    }

    private void Compare()
    {
        foreach (var layout in relay.Layouts)
        {
            if (layout.Number <= _seen)
                continue;
            _seen = layout.Number;
            // A program that disappeared may come back unchanged.
            if (choice.Tracks(layout) is not { } tracks || tracks == _tracks)
                continue;
            if (_tracks is null)
            {
                (_tracks, _picture) = (tracks, choice.Picture(layout));
                continue;
            }
            _change = $"The input's streams changed from {_tracks} to {tracks}.";
            _changedAt = layout.Since;
            if (choice.Picture(layout) != _picture)
                _end = layout.Since;
            return;
        }
    }
}
