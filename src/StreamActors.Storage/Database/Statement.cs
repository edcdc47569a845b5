using System.Data.Common;

namespace StreamActors.Storage;

/// <summary>A statement with its parameters, run once.</summary>
internal readonly struct Statement(DbConnection connection, DbTransaction? transaction, string text, (string Name, object? Value)[] values)
{
    public Task<int> Run() => Use(static command => command.ExecuteNonQueryAsync());

    public Task<T?> One<T>() =>
        Use(static async command => await command.ExecuteScalarAsync() is { } value and not DBNull ? (T)value : default);

    /// <summary>Returns all rows at once: for bounded results.</summary>
    public Task<List<T>> All<T>(Func<DbDataReader, T> row) => Use(async command =>
    {
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(row(reader));
        return rows;
    });

    private async Task<T> Use<T>(Func<DbCommand, Task<T>> work)
    {
        var (on, within) = (connection, transaction);
        var command = Statements.Rent(on, text);
        try
        {
            command.Transaction = within;
            for (var n = 0; n < values.Length; n++)
            {
                if (n == command.Parameters.Count)
                    command.Parameters.Add(command.CreateParameter());
                var parameter = command.Parameters[n];
                (parameter.ParameterName, parameter.Value) = (values[n].Name, values[n].Value ?? DBNull.Value);
            }
            var result = await work(command);
            await Statements.Return(on, command);
            return result;
        }
        catch
        {
            await command.DisposeAsync();
            throw;
        }
    }
}
