namespace StreamActors.Server.Tests;

public sealed class NotBuiltSpecs : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task A_program_built_without_the_cluster_says_how_to_build_it_with()
    {
        var (code, said, _) = await ServerProcess.Run("up", "--data", _scratch.Data, "--runtime", "cluster", "--http", "127.0.0.1:0");

        code.ShouldBe((int)ExitCode.Configuration, said);
        said.ShouldContain("WITH_AKKA=true ./streamactors up");
        said.ShouldContain("-p:WithAkka=true");
    }

    public void Dispose() => _scratch.Dispose();
}
