namespace StreamActors.Http;

/// <summary>The operations of one slice.</summary>
internal interface IEndpoints
{
    IEnumerable<Operation> Operations { get; }
}
