using StreamActors.Media.Srt;

namespace StreamActors.Media.Tests.Srt;

public sealed class SrtReasonSpecs
{
    [Theory]
    [InlineData(3, SrtFault.Other)] // out of resources
    [InlineData(6, SrtFault.Other)] // too many waiting connections
    [InlineData(9, SrtFault.Other)] // the listener closes
    [InlineData(1402, SrtFault.Other)] // overloaded
    [InlineData(1503, SrtFault.Other)]
    [InlineData(1401, SrtFault.Rejected)]
    [InlineData(1404, SrtFault.NotFound)]
    [InlineData(1409, SrtFault.Conflict)]
    public void A_rejection_that_passes_is_none_that_a_person_must_mend(int reason, SrtFault fault) =>
        SrtException.OfReason(reason).ShouldBe(fault);
}
