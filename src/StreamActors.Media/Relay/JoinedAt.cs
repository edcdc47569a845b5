namespace StreamActors.Media.Relay;

/// <summary>Where a reader joined.</summary>
public enum JoinedAt
{
    /// <summary>At the newest key frame: there is a picture at once.</summary>
    KeyFrame,

    /// <summary>The stream has no video: any audio unit is a join point.</summary>
    Anywhere,

    /// <summary>At the newest packet: the group of pictures is longer than the ring, or the stream has paused.</summary>
    Live,
}
