using StreamActors.FakeFfmpeg;

// The acts, in order, as arguments; or one per line in FAKE_FFMPEG where the arguments are FFmpeg's own.
var script = Environment.GetEnvironmentVariable("FAKE_FFMPEG") is { Length: > 0 } lines
    ? lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).SelectMany(line => line.Split(' ', 2))
    : args;
return await new Play(script, args).Run();
