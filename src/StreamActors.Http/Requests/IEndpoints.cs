namespace StreamActors.Http;

/// <summary>The operations of one resource.</summary>
internal interface IEndpoints
{
    IEnumerable<Operation> Operations { get; }
}
