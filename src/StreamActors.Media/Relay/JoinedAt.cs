namespace StreamActors.Media.Relay;

/// <summary>Where a reader came in.</summary>
public enum JoinedAt
{
    /// <summary>At the newest key frame: a picture at once.</summary>
    KeyFrame,

    /// <summary>The stream has no video: any unit of sound will do.</summary>
    Anywhere,

    /// <summary>At the newest packet: no key frame is within reach, as the group of pictures is longer than the ring, or nothing has come for a while.</summary>
    Live,
}
