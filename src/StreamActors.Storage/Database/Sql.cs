using System.Data.Common;

namespace StreamActors.Storage;

/// <summary>Commands with named parameters, the same on both databases.</summary>
internal static class Sql
{
    public static DbCommand Command(this DbConnection connection, string text, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
            command.With(name, value);
        return command;
    }

    public static DbCommand Command(this DbTransaction transaction, string text, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = (transaction.Connection ?? throw new InvalidOperationException("The transaction has ended.")).Command(text, parameters);
        command.Transaction = transaction;
        return command;
    }

    public static async Task<int> Run(this DbTransaction transaction, string text, params (string Name, object? Value)[] parameters)
    {
        await using var command = transaction.Command(text, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    public static async Task<T?> One<T>(this DbConnection connection, string text, params (string Name, object? Value)[] parameters)
    {
        await using var command = connection.Command(text, parameters);
        return As<T>(await command.ExecuteScalarAsync());
    }

    public static async Task<T?> One<T>(this DbTransaction transaction, string text, params (string Name, object? Value)[] parameters)
    {
        await using var command = transaction.Command(text, parameters);
        return As<T>(await command.ExecuteScalarAsync());
    }

    /// <summary>All rows at once: for what is bounded.</summary>
    public static async Task<List<T>> All<T>(this DbCommand command, Func<DbDataReader, T> row)
    {
        await using (command)
        await using (var reader = await command.ExecuteReaderAsync())
        {
            var rows = new List<T>();
            while (await reader.ReadAsync())
                rows.Add(row(reader));
            return rows;
        }
    }

    public static DbCommand With(this DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
        command.Parameters.Add(parameter);
        return command;
    }

    private static T? As<T>(object? value) => value is null or DBNull ? default : (T)value;
}
