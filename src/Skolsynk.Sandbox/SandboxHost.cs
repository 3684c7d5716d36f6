using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Skolsynk.Sandbox.Entra;
using Skolsynk.Sandbox.Faults;
using Skolsynk.Sandbox.Graph;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Pages;
using Skolsynk.Sandbox.Register;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Sandbox.Tenants;

namespace Skolsynk.Sandbox;

/// <summary>A running sandbox: used in-process by tests, and by the program.</summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private SandboxHost(WebApplication app, SandboxSuppliers suppliers)
    {
        this.app = app;
        Suppliers = suppliers;
        Tenants = app.Services.GetRequiredService<TenantRegister>();
        IdTokens = app.Services.GetRequiredService<IdTokens>();
        Faults = app.Services.GetRequiredService<FaultBoard>();
        Municipalities = app.Services.GetRequiredService<IReadOnlyList<Municipality>>();
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ToList();
        BaseUri = new Uri(addresses[0]);
        Http2BaseUri = new Uri(addresses[1]);
    }

    /// <summary>HTTP/1.1, such as <c>http://127.0.0.1:5000/</c>.</summary>
    public Uri BaseUri { get; }

    /// <summary>HTTP/2 by prior knowledge (no TLS); the same pages and APIs.</summary>
    public Uri Http2BaseUri { get; }

    public IReadOnlyList<Municipality> Municipalities { get; }

    /// <summary>The first municipality: all that most tests need.</summary>
    public Municipality Municipality => Municipalities[0];

    public TenantRegister Tenants { get; }

    /// <summary>What signs people's sign-ins.</summary>
    public IdTokens IdTokens { get; }

    public FaultBoard Faults { get; }

    /// <summary>The suppliers' receivers.</summary>
    internal SandboxSuppliers Suppliers { get; }

    public static async Task<SandboxHost> StartAsync(SandboxOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new SandboxOptions();
        var app = Build(options);
        app.UseMiddleware<OnlyLocal>();
        app.UseMiddleware<FaultyTransport>();
        var suppliers = app.MapSuppliers(new SandboxSuppliers(options.Time, app.Lifetime.ApplicationStopping));
        app.UseRouting();
        app.MapEntra();
        GraphEndpoint.Map(app);
        app.MapRegister();
        SandboxApi.Map(app);
        MunicipalityPage.Map(app);
        await app.StartAsync(cancel);
        return new SandboxHost(app, suppliers);
    }

    /// <summary>Until the process is told to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancel) => app.WaitForShutdownAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static WebApplication Build(SandboxOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        // Only bugs are told: what a fault does is no event.
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, options.Port == 0 ? 0 : options.Port + 1, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var municipalities = options.Create();
        builder.Services
            .AddSingleton(options.Time)
            .AddSingleton(options.App)
            .AddSingleton(municipalities)
            .AddSingleton(options.SdsProblems)
            .AddSingleton(new TenantRegister(municipalities))
            .AddSingleton<FaultBoard>()
            .AddSingleton<AccessTokens>()
            .AddSingleton<IdTokens>()
            .AddSingleton<SignInCodes>()
            .AddSingleton<GraphApi>()
            .AddSingleton<GraphBatch>()
            .AddSingleton<GraphEndpoint>();
        return builder.Build();
    }
}
