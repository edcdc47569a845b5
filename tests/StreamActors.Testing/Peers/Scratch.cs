namespace StreamActors.Testing.Peers;

/// <summary>A temporary folder of one test.</summary>
public sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("sa-test-").FullName;

    public string Data => Path.Combine(Folder, "data");

    public string At(string name) => Path.Combine(Folder, name);

    public string Write(string name, string text)
    {
        var path = At(name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A child of a killed server may still be writing a file: the folder is deleted again until it is empty.</summary>
    public void Dispose() => SpinWait.SpinUntil(IsDeleted, Eventually.Timeout);

    private bool IsDeleted()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return !Directory.Exists(Folder);
        }
    }
}
