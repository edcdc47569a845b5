namespace StreamActors.Server;

/// <summary>What a node needs to answer <c>pbm</c>, in a build with -p:WithPbm=true.</summary>
internal static class PbmConfiguration
{
    public static string Under(string akka, StreamActorsOptions options) =>
#if WITH_PBM
        Pbm.PbmExtension.Under(akka, Path.Combine(Path.GetFullPath(options.Data), LocalKeyFile.Name));
#else
        akka;
#endif
}
