using StreamActors.Domain.Access;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Reservations;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Domain;

/// <summary>All stored names of the domain.</summary>
public static class DomainWords
{
    public static Vocabulary AddDomain(this Vocabulary vocabulary) => vocabulary
        .AddInputs()
        .AddOutputs()
        .AddReservations()
        .AddWorkloads()
        .AddAccess()
        .AddAlerts();
}
