using System.Data.Common;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace StreamActors.Storage;

/// <summary>A table in a backup, with the same names and types for both databases.</summary>
/// <param name="Order">
/// The row order. For an <paramref name="Ordinal"/>, the restored database continues counting from the last row.
/// </param>
internal sealed partial record BackupTable(string Name, IReadOnlyList<BackupColumn> Columns, string Order, string? Ordinal = null)
{
    /// <summary>Keys first: a restore checks them before it reads the large tables.</summary>
    public static readonly IReadOnlyList<BackupTable> All =
    [
        new("data_keys", Of("id wrapped:bytes derivation created:whole"), "id"),
        new("journal",
            Of("ordering:whole created:whole deleted:truth persistence_id sequence_number:whole message:bytes manifest identifier:whole "
                + "writer_uuid"), "ordering", "ordering"),
        new("tags", Of("ordering_id:whole tag sequence_nr:whole persistence_id"), "ordering_id, tag"),
        new("snapshot", Of("persistence_id sequence_number:whole created:whole snapshot:bytes manifest serializer_id:whole"),
            "persistence_id, sequence_number"),
        new("cursors", Of("name position:whole"), "name"),
        new("wanted", Of("kind id"), "kind, id"),
        new("timeline", Of("position:whole at:whole persistence_id kind node sequence_number:whole who name detail"), "position",
            "position"),
    ];

    /// <summary>Leases are void later; the schema version is in the header.</summary>
    public static readonly IReadOnlyList<string> LeftOut = ["leases", "node_lease", "schema_version"];

    [JsonIgnore]
    public string Select => $"SELECT {string.Join(", ", Columns.Select(c => c.Name))} FROM {Name} ORDER BY {Order}";

    /// <summary>Names from a file go into SQL statements, so only valid identifiers are allowed.</summary>
    [JsonIgnore]
    public bool IsKnown => All.Any(t => t.Name == Name) && Columns.Count is > 0 and < 100
    && Columns.All(c => ColumnName().IsMatch(c.Name) && Enum.IsDefined(c.Kind));

    public object?[] Row(DbDataReader reader)
    {
        var cells = new object?[Columns.Count];
        for (var n = 0; n < cells.Length; n++)
            cells[n] = reader.IsDBNull(n) ? null : Columns[n].Portable(reader.GetValue(n));
        return cells;
    }

    private static BackupColumn[] Of(string columns) =>
        [.. columns.Split(' ').Select(c => c.Split(':'))
        .Select(c => new BackupColumn(c[0], c.Length == 1 ? BackupCell.Text : Enum.Parse<BackupCell>(c[1], ignoreCase: true)))];

    [GeneratedRegex("^[a-z][a-z_]{0,60}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ColumnName();
}

/// <summary>The type of a cell. The numbers are part of the file format.</summary>
internal enum BackupCell
{
    Whole = 1,
    Text = 2,
    Bytes = 3,
    Truth = 4,
}

internal sealed record BackupColumn(string Name, BackupCell Kind)
{
    public object Portable(object value) => Kind switch
    {
        BackupCell.Whole => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
        BackupCell.Truth => Convert.ToBoolean(value, System.Globalization.CultureInfo.InvariantCulture), // SQLite stores 0 and 1
        BackupCell.Bytes => (byte[])value,
        _ => (string)value,
    };
}
