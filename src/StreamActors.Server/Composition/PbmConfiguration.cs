namespace StreamActors.Server;

/// <summary>The configuration for <c>pbm</c>, in builds with -p:WithPbm=true.</summary>
internal static class PbmConfiguration
{
    public static string Under(string akka, StreamActorsOptions options) =>
#if WITH_PBM
        Pbm.PbmExtension.Under(akka, Path.Combine(Path.GetFullPath(options.Data), LocalKeyFile.Name));
#else
        akka;
#endif
}
