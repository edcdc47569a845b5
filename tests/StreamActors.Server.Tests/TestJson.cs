using System.Text.Json.Serialization;
using StreamActors.Domain.Reservations;

namespace StreamActors.Server.Tests;

[JsonSerializable(typeof(Confirmed))]
internal sealed partial class TestJson : JsonSerializerContext;
