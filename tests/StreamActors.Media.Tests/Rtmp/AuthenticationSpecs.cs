using StreamActors.Media.Rtmp;

namespace StreamActors.Media.Tests.Rtmp;

/// <summary>
/// Servers that ask for a user and a password. Adobe's challenge is also answered to a server that takes FFmpeg's answers, in the streaming
/// tests.
/// </summary>
public sealed class AuthenticationSpecs
{
    private const string Adobe = "[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : ";
    private const string Limelight = "[ authmod=llnw ] : ?reason=needauth&user=ann&nonce=n0";

    [Fact]
    public void The_user_comes_first_and_then_the_proof()
    {
        Answer(Adobe, null).ShouldBe("authmod=adobe&user=ann");
        var proof = Answer("[ authmod=adobe ] : ?reason=needauth&user=ann&salt=s&challenge=c", "authmod=adobe&user=ann");
        proof.ShouldNotBeNull().ShouldStartWith("authmod=adobe&user=ann&challenge=");
        proof.ShouldNotContain("opaque");
    }

    /// <summary>The digest of RFC 2617, section 3.2.2, made anew here with md5sum's results.</summary>
    [Fact]
    public void Limelight_gets_a_digest()
    {
        var query = Answer(Limelight, "authmod=llnw&user=ann").ShouldNotBeNull().Split('&').Select(p => p.Split('='))
            .ToDictionary(p => p[0], p => p[1]);
        const string user = "3c026456e003a21a30d5fe98ccf6cddb", uri = "a2d981c976a6851bc5ed3f2beab823c8";
        query["response"].ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(
            System.Text.Encoding.ASCII.GetBytes($"{user}:n0:00000001:{query["cnonce"]}:auth:{uri}"))));
    }

    [Theory]
    [InlineData(Adobe, "authmod=adobe&user=ann")]
    [InlineData("[ authmod=adobe ] : ?reason=authfailed&opaque=-", "authmod=adobe&user=ann&challenge=x&response=y")]
    [InlineData("[ authmod=adobe ] : ?reason=needauth&salt=s&challenge=c", "authmod=adobe&user=ann&challenge=x&response=y")]
    [InlineData("[ authmod=adobe ] : ?reason=nosuchuser", "authmod=adobe&user=ann")]
    [InlineData("[ code=403 need auth; authmod=other ]", null)]
    [InlineData("[ authmod=llnw ] : ?reason=needauth&user=ann&nonce=n0", null)]
    [InlineData("No.", null)]
    public void A_server_that_asks_again_or_for_what_nobody_knows_gets_no_answer(string challenge, string? sent) =>
        Answer(challenge, sent).ShouldBeNull();

    private static string? Answer(string challenge, string? sent) =>
        RtmpAuthentication.Answer(challenge, sent, "live?backup=1", "ann", "word");
}
