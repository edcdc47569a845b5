namespace StreamActors.Http;

internal interface IEndpoints
{
    IEnumerable<Operation> Operations { get; }
}
