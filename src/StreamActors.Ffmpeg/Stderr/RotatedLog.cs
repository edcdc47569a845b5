using System.Globalization;
using System.Text;

namespace StreamActors.Ffmpeg;

/// <summary>
/// One workload's log on disk: <c>name.log</c> and its predecessors <c>name.log.1</c> …, together at most <paramref name="bytes"/> times
/// <paramref name="files"/>. Used by the log thread only.
/// </summary>
internal sealed class RotatedLog(string path, long bytes, int files) : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private FileStream? _file;

    internal string Path => path;

    internal void Append(DateTimeOffset at, string line)
    {
        var text = Utf8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {line}\n"));
        _file ??= Open();
        if (_file.Length + text.Length > bytes && _file.Length > 0)
            Rotate();
        _file!.Write(text);
    }

    internal void Flush() => _file?.Flush();

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private void Rotate()
    {
        Dispose();
        for (var number = files - 1; number >= 1; number--)
        {
            var from = number == 1 ? path : $"{path}.{number - 1}";
            if (File.Exists(from))
                File.Move(from, $"{path}.{number}", overwrite: true);
        }
        if (files <= 1)
            File.Delete(path);
        _file = Open();
    }

    private FileStream Open()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var options =
            new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
        if (OperatingSystem.IsLinux())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
