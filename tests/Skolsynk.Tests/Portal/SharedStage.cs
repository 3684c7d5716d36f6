using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Portal;

/// <summary>
/// One stage for all tests of a class that leave the municipalities as they are: to read and deliver a municipality anew for each page that is
/// looked at would take most of the time of these tests.
/// </summary>
public sealed class SharedStage(PostgresServer server) : IAsyncLifetime
{
    internal PortalStage Stage { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Stage = await PortalStage.Start(server);

    public ValueTask DisposeAsync() => Stage.DisposeAsync();
}
