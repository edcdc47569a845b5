using StreamActors.Testing;

namespace StreamActors.Server.Tests;

/// <summary>Stored names are read for ever: the list only grows.</summary>
public sealed class ApprovedNameSpecs
{
    [Fact]
    public void Every_stored_name_is_approved_and_every_approved_name_can_be_read() =>
        ApprovedNames.Complaints(Words.Vocabulary(), File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Approved", "names.txt")))
        .ShouldBeEmpty();
}
