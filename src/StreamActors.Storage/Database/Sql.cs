using System.Data.Common;

namespace StreamActors.Storage;

/// <summary>Statements with named parameters for both databases.</summary>
internal static class Sql
{
    public static Statement Command(this DbConnection connection, string text,
        params ReadOnlySpan<(string Name, object? Value)> parameters) => new(connection, null, text, parameters.ToArray());

    public static Statement Command(this DbTransaction transaction, string text,
        params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        new(transaction.Connection ?? throw new InvalidOperationException("The transaction has ended."), transaction, text,
        parameters.ToArray());

    public static Task<int> Run(this DbTransaction transaction, string text, params (string Name, object? Value)[] parameters) =>
        transaction.Command(text, parameters).Run();

    public static Task<T?> One<T>(this DbConnection connection, string text, params (string Name, object? Value)[] parameters) =>
        connection.Command(text, parameters).One<T>();

    public static Task<T?> One<T>(this DbTransaction transaction, string text, params (string Name, object? Value)[] parameters) =>
        transaction.Command(text, parameters).One<T>();
}
