using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("StreamActors.Media.Tests")]
