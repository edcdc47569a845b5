namespace StreamActors.Web.Tests;

/// <summary>Every page, for the tests that look at all of them. A page that is added to routes.ts is added here too.</summary>
internal static class PageAddresses
{
    /// <param name="input">An input that there is.</param>
    /// <param name="output">An output that there is.</param>
    public static IReadOnlyList<string> All(string input, string output) =>
    [
        "/", $"/inputs/{input}", $"/inputs/{input}?tab=past", $"/inputs/{input}?tab=log", $"/inputs/{input}?tab=settings",
        $"/inputs/{input}?tab=connect", $"/outputs/{output}", "/new", "/changes", "/changes?as-of=2026-01-31T12:00:00Z", "/alerts",
        "/alerts?tab=rules", "/alerts?tab=channels", "/nodes", "/logs", $"/logs?tab=ffmpeg&of=input/{input}", "/settings", "/users",
        "/keys", "/me",
    ];
}
