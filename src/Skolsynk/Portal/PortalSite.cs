using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.SignIn;

namespace Skolsynk.Portal;

/// <summary>The portal as a web server of its own, on its own address, so that nothing that operators ask for is reached by it.</summary>
internal sealed class PortalSite : IAsyncDisposable
{
    private readonly WebApplication app;

    private PortalSite(WebApplication app) => this.app = app;

    /// <summary>Where it listens; differs from what was asked for when that was port 0.</summary>
    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>All addresses that it answers at, as patterns.</summary>
    public IReadOnlyList<string> Routes =>
        [.. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(one => "/" + one.RoutePattern.RawText?.TrimStart('/')).Distinct()];

    /// <summary>All that it can be asked for, and for whom that is.</summary>
    public async Task<IReadOnlyList<Door>> Doors()
    {
        var loader = app.Services.GetRequiredService<PageLoader>();
        var doors = new List<Door>();
        foreach (var endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var pattern = "/" + endpoint.RoutePattern.RawText?.TrimStart('/');
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } page)
            {
                doors.AddRange((endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => Door.Of(pattern, method, null, endpoint.Metadata)));
                continue;
            }
            var loaded = await loader.LoadAsync(page, EndpointMetadataCollection.Empty);
            var metadata = new EndpointMetadataCollection(loaded.EndpointMetadata ?? []);
            // What begins with On and is a filter is no handler.
            // A page without a handler is shown as it is.
            if (loaded.HandlerMethods.All(handler => handler.HttpMethod != "Get" || handler.Name is not null))
                doors.Add(Door.Of(pattern, "GET", null, metadata));
            doors.AddRange(loaded.HandlerMethods.Where(handler => handler.HttpMethod is not "Page").Select(handler => Door.Of(pattern, handler.HttpMethod.ToUpperInvariant(), handler.Name, metadata)));
        }
        return doors;
    }

    /// <exception cref="IOException">The address is taken.</exception>
    public static async Task<PortalSite> Start(PortalTools tools, CancellationToken cancellation)
    {
        var app = Build(tools);
        try
        {
            await app.StartAsync(cancellation);
            return new(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static WebApplication Build(PortalTools tools)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(PortalSite).Assembly.GetName().Name,
            EnvironmentName = tools.Options.Development ? Environments.Development : Environments.Production,
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 4 << 20;
            var listen = tools.Options.Listen;
            if (listen.IsLoopback)
                kestrel.Listen(IPAddress.Loopback, listen.Port);
            else if (IPAddress.TryParse(listen.Host, out var ip))
                kestrel.Listen(ip, listen.Port);
            else
                kestrel.ListenAnyIP(listen.Port);
        });
        AddServices(builder.Services, tools);
        var app = builder.Build();
        Use(app, tools);
        return app;
    }

    private static void AddServices(IServiceCollection services, PortalTools tools)
    {
        services.AddSingleton(tools).AddSingleton(tools.Protection).AddSingleton(tools.Logs).AddSingleton(tools.Time);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        var authentication = services.AddAuthentication(SessionCookie.Scheme).AddCookie(SessionCookie.Scheme, options => SessionCookie.Set(options, tools));
        if (tools.Entra is { } entra)
            authentication.AddOpenIdConnect(EntraSignIn.Scheme, new EntraSignIn(tools, entra).Set);
        services.AddAuthorization();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = tools.Options.IsSecure ? "__Host-skolsynk-form" : "skolsynk-form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = tools.Options.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddSingleton(new Connections.RosterTotals(tools.Database, tools.Logs)).AddSingleton(new Setup.ConsentProofs(tools));
        services.AddSingleton(new Previews.PreviewBook(tools.Database, tools.Logs, tools.Time));
        services.AddSingleton(_ => new Schools.SchoolUnitRegister(tools.Options.Register, tools.Options.Development, tools.Time));
        services.AddRouting(options => options.LowercaseUrls = true);
        services.AddSingleton<System.Text.Encodings.Web.HtmlEncoder>(System.Text.Encodings.Web.HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All));
        services.AddRazorPages(options =>
        {
            options.RootDirectory = "/Portal/Pages";
            options.Conventions.AuthorizeFolder("/");
            // One page each for persons and groups.
            options.Conventions.AddPageRoute("/Find", "/groups");
            options.Conventions.AddPageRoute("/Why", "/groups/{id}/{handler:regex(^(live|send)$)?}");
        }).AddMvcOptions(options => options.Filters.Add<NeedsTenant>());
    }

    private static void Use(WebApplication app, PortalTools tools)
    {
        app.UseSecurityHeaders(tools.Options);
        app.UseStaticAssets();
        app.UseExceptionHandler("/problem/broken");
        app.UseStatusCodePagesWithReExecute("/problem/{0}");
        app.UseRouting();
        app.UseAuthentication();
        app.UseVisits(tools);
        app.UseAuthorization();
        app.UseRights();
        app.MapGet("/sign-in", (HttpContext context, string? back) => SignIn(context, tools, back)).AllowAnonymous();
        Setup.ConsentRound.MapConsent(app, tools);
        app.MapRazorPages();
    }

    private static IResult SignIn(HttpContext context, PortalTools tools, string? back) => tools.Entra is null
        ? TypedResults.Redirect($"/problem/{SignInProblems.OwnCredential}")
        : TypedResults.Challenge(new AuthenticationProperties { RedirectUri = Local(back) ?? "/home" }, [EntraSignIn.Scheme]);

    /// <summary>An address of the portal itself; null: it is none.</summary>
    internal static string? Local(string? address) =>
        address is ['/', not ('/' or '\\'), ..] or "/" && !address.Any(char.IsControl) ? address : null;
}
