namespace StreamActors.Media.Tests.Streams;

/// <summary>Compares streams by their first difference: megabytes in an assertion message help nobody.</summary>
internal static class Same
{
    public static void ShouldBeBytes(this byte[] actual, byte[] expected, string? because = null)
    {
        var differs = actual.AsSpan().CommonPrefixLength(expected);
        (differs == actual.Length && differs == expected.Length).ShouldBeTrue(
            $"differs at byte {differs} (packet {differs / 188}); {actual.Length} bytes for {expected.Length}; {because}");
    }
}
