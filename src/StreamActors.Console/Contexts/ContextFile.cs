using System.Text.Json;

namespace StreamActors.Cli;

/// <summary>The stored servers and their keys: a file that only its owner may read.</summary>
internal sealed class ContextFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly string _path;
    private readonly List<Context> _contexts = [];

    private ContextFile(string path) => _path = path;

    public IReadOnlyList<Context> Contexts => _contexts;

    public string? Current { get; private set; }

    public Context? InUse => Current is { } name ? Find(name) : null;

    public static ContextFile Of(Terminal terminal)
    {
        var file = new ContextFile(Path.Combine(terminal.Home, ".config", "streamactors", "contexts.json"));
        if (File.Exists(file._path))
            file.Read();
        return file;
    }

    public Context? Find(string name) => _contexts.FirstOrDefault(c => c.Name == name);

    public void Put(Context context)
    {
        _contexts.RemoveAll(c => c.Name == context.Name);
        _contexts.Add(context);
    }

    public void Use(string name) => Current = name;

    public void Remove(string name)
    {
        _contexts.RemoveAll(c => c.Name == name);
        if (Current == name)
            Current = null;
    }

    /// <summary>Writes a new file and renames it over the old one: it is never incomplete, nor readable by others.</summary>
    public void Save()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!, OwnerOnly | UnixFileMode.UserExecute);
        var fresh = $"{_path}.{Environment.ProcessId}";
        using (var stream =
            new FileStream(fresh, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            Write(json);
        File.Move(fresh, _path, overwrite: true);
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("current", Current);
        json.WriteStartObject("contexts");
        foreach (var context in _contexts)
        {
            json.WriteStartObject(context.Name);
            json.WriteString("url", context.Url.OriginalString);
            json.WriteString("key", context.Key);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Read()
    {
        if ((File.GetUnixFileMode(_path) & Others) != 0)
            throw new VerbFailedException(ExitCode.Failed, $"{_path} holds API keys, and other users may read or write the file.",
                $"Run: chmod 600 {_path}");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(_path));
            var root = new JsonView(document.RootElement);
            Current = root.Text("current") is { Length: > 0 } current ? current : null;
            foreach (var (name, value) in root.At("contexts").Fields())
                _contexts.Add(new Context(name, new Uri(value.Text("url")), value.Text("key") is { Length: > 0 } key ? key : null));
        }
        catch (Exception broken) when (broken is JsonException or UriFormatException)
        {
            throw new VerbFailedException(ExitCode.Failed, $"{_path} cannot be read: {broken.Message}",
                "Correct the file, or delete it and add the contexts again.");
        }
    }
}
