using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Skolsynk.Deliveries;
using Skolsynk.Hosting.Commands;
using Skolsynk.Hosting.Settings;
using Skolsynk.Portal;
using Skolsynk.Retention;
using Skolsynk.Suppliers;
using Skolsynk.Sync;

namespace Skolsynk.Hosting.Serving;

/// <summary>The service: reads and delivers by itself, answers about its health, and runs commands from its socket.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly PortalSite? portal;
    private readonly ServeLock? held;

    private Server(WebApplication app, PortalSite? portal, ServeLock? held) => (this.app, this.portal, this.held) = (app, portal, held);

    /// <param name="lanes">The loop of the deliveries; its owner may listen to it.</param>
    /// <exception cref="CommandFailedException">Another process serves the same SQLite file, or the address is taken.</exception>
    public static async Task<Server> Start(Installation installation, LaneLoop lanes, CancellationToken cancellation)
    {
        var held = TakeLock(installation.Options);
        var app = Build(installation, lanes);
        try
        {
            await app.StartAsync(cancellation);
            return new(app, await Portal(installation, cancellation), held);
        }
        catch (Exception failure)
        {
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
            held?.Dispose();
            if (failure is IOException)
                throw new CommandFailedException($"Adressen {installation.Options.Address} är upptagen. Ange en annan med Skolsynk:Address.");
            throw;
        }
    }

    public static LaneLoop NewLanes(Installation installation) => new(
        installation.Lanes("tjänst"), installation.Database, installation.Time, installation.Logs.CreateLogger<LaneLoop>());

    public Task WaitForShutdown(CancellationToken cancellation) => app.WaitForShutdownAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        if (portal is not null)
            await portal.DisposeAsync();
        await app.StopAsync();
        await app.DisposeAsync();
        held?.Dispose();
    }

    private static async Task<PortalSite?> Portal(Installation installation, CancellationToken cancellation)
    {
        if (installation.Portal is not { } tools)
            return null;
        try
        {
            return await PortalSite.Start(tools, cancellation);
        }
        catch (IOException)
        {
            throw new CommandFailedException($"Adressen {tools.Options.Listen} är upptagen. Ange en annan med Skolsynk:Portal:Address.");
        }
    }

    private static ServeLock? TakeLock(SkolsynkOptions options)
    {
        if (options.Database is not DatabaseOptions.Sqlite sqlite)
            return null;
        var held = ServeLock.TryTake(sqlite.Path) ?? throw new CommandFailedException(
            $"En annan process kör redan på {sqlite.Path}. En SQLite-databas har en tjänst; kör flera med PostgreSQL.");
        // Whoever held the lock before is gone, so a socket that still lies there is nobody's.
        if (options.Socket is { } socket)
            File.Delete(socket);
        return held;
    }

    private static WebApplication Build(Installation installation, LaneLoop lanes)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = installation.Options.Development ? "Development" : "Production" });
        builder.Services.AddSingleton(installation.Logs);
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = Listen);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            var address = installation.Options.Address;
            if (address.IsLoopback)
                kestrel.Listen(System.Net.IPAddress.Loopback, address.Port);
            else if (System.Net.IPAddress.TryParse(address.Host, out var ip))
                kestrel.Listen(ip, address.Port);
            else
                kestrel.ListenAnyIP(address.Port);
            if (installation.Options.Socket is { } socket)
                kestrel.ListenUnixSocket(socket, SocketEndpoint.MarkConnections);
        });
        builder.Services.AddHostedService(services => new JournalLoop(
            installation.Database, installation.Time, services.GetRequiredService<IHostApplicationLifetime>(), installation.Logs.CreateLogger<JournalLoop>()));
        if (installation.Options.Worker)
            AddWorkers(builder.Services, installation, lanes);
        var app = builder.Build();
        HealthEndpoints.Map(app, installation);
        SocketEndpoint.Map(app, installation);
        return app;
    }

    private static void AddWorkers(IServiceCollection services, Installation installation, LaneLoop lanes)
    {
        if (installation.Engine is { } engine)
            services.AddHostedService(_ => new SyncLoop(installation.Database, engine, new Schedule(installation.Options.Interval), installation.Time,
                installation.Logs.CreateLogger<SyncLoop>()));
        services.AddHostedService(_ => new LaneWorker(lanes));
        services.AddHostedService(_ => new PauseLoop(installation.Database, installation.Time, installation.Logs.CreateLogger<PauseLoop>()));
        services.AddHostedService(_ => new PurgeLoop(installation.Purge, installation.Endings, installation.Time, installation.Logs.CreateLogger<PurgeLoop>()));
    }

    /// <summary>The socket is closed to others before anyone can connect to it.</summary>
    private static Socket Listen(System.Net.EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        if (endpoint is UnixDomainSocketEndPoint && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(endpoint.ToString()!, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return socket;
    }

    private sealed class LaneWorker(LaneLoop lanes) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => lanes.Run(stoppingToken);
    }
}
