using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Skolsynk.Data;
using Skolsynk.Portal;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Entra;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Tests.App;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Portal;

/// <summary>
/// The portal over the whole service and the sandbox: one municipality that is running (connected to Alfa and Beta and read), and one
/// that nobody has heard of.
/// </summary>
internal sealed partial class PortalStage : IAsyncDisposable
{
    private readonly List<PortalSite> sites = [];
    private readonly ServiceProvider protection;

    private PortalStage(SkolsynkApp app)
    {
        App = app;
        // As in the service: the keys stand in the database, so that every replica opens what another has sealed.
        var services = new ServiceCollection().AddLogging();
        services.AddScoped(_ => app.Database.NewContext());
        services.AddDataProtection().SetApplicationName("Skolsynk").PersistKeysToDbContext<SkolsynkContext>();
        protection = services.BuildServiceProvider();
    }

    public SkolsynkApp App { get; }

    private ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The time by which sessions end.</summary>
    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public Uri Address { get; private set; } = null!;

    public Municipality Running => App.Sandbox.Municipalities.First(one => !one.IsNew);

    public Municipality New => App.Sandbox.Municipalities.First(one => one.IsNew);

    public static async Task<PortalStage> Start(PostgresServer server, Engine engine = Data.Engine.Sqlite, ILoggerFactory? logs = null)
    {
        var stage = new PortalStage(await SkolsynkApp.Start(server, new SandboxOptions { Newcomers = 1 }, engine)) { Logs = logs ?? NullLoggerFactory.Instance };
        await stage.App.Connect("alfa");
        await stage.App.Connect("beta");
        await stage.AddTestEnvironments();
        await stage.App.RunSync();
        await stage.App.DeliverAll();
        stage.Address = await stage.AddReplica();
        return stage;
    }

    /// <summary>One more process that serves the portal on the same database.</summary>
    public async Task<Uri> AddReplica(Func<PortalOptions, PortalOptions>? options = null)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var chosen = new PortalOptions(address, address, Development: true, "Driften") { Register = new Uri(App.Sandbox.BaseUri, "/skolenhetsregistret") };
        sites.Add(await PortalSite.Start(
            new PortalTools(App.Database, protection.GetRequiredService<IDataProtectionProvider>(), (options ?? (same => same))(chosen))
            {
                Secrets = App.Secrets,
                Time = Clock,
                Logs = Logs,
                Owner = $"replica{sites.Count}",
                Tokens = App.Tokens,
                Reader = App.Reader,
                Engine = App.Engine,
                Entra = new(App.Sandbox.BaseUri, SandboxOptions.ClientId, new Skolsynk.Source.EntraCredential.Secret(SandboxOptions.ClientSecret)),
            },
            TestContext.Current.CancellationToken));
        return address;
    }

    /// <summary>All addresses that the portal answers at, as patterns.</summary>
    public IReadOnlyList<string> Routes => sites[0].Routes;

    /// <summary>All that it can be asked for, and for whom that is.</summary>
    public Task<IReadOnlyList<Skolsynk.Portal.SignIn.Door>> Doors() => sites[0].Doors();

    /// <summary>A ready account of the running municipality: <c>ga</c>, <c>it</c> or <c>teacher</c>.</summary>
    public Account AccountOf(string kind) => Accounts.Find(App.Sandbox.Tenants, Accounts.KeyOf(kind, Running.EntraTenantId));

    /// <summary>Gives somebody of the running municipality a role, as its global administrator would.</summary>
    public Task Give(Account account, Skolsynk.Access.Role role, bool protects = false) => App.Database.Write(session =>
    {
        Skolsynk.Access.AccountBook.Give(session, new(1), new(account.ObjectId, account.Name, account.UserName), role, Guid.Empty);
        if (protects)
            Skolsynk.Access.AccountBook.LetProtect(session, new(1), account.ObjectId, true);
    });

    /// <summary>Somebody of the running municipality who has this role.</summary>
    public async Task<PortalClient> SignedInAs(Skolsynk.Access.Role role, bool protects = false)
    {
        if (role is Skolsynk.Access.Role.GlobalAdministrator)
        {
            var client = await SignedIn("ga", Running);
            await App.Database.Write(session => Skolsynk.Access.AccountBook.LetProtect(session, new(1), AccountOf("ga").ObjectId, protects));
            return client;
        }
        await Give(AccountOf("it"), role, protects);
        return await SignedIn("it", Running);
    }

    public PortalClient Client(Uri? address = null) => new(address ?? Address);

    public async Task<PortalClient> SignedIn(string kind, Municipality municipality)
    {
        var client = Client();
        Assert.Equal(HttpStatusCode.OK, (await client.SignIn(Accounts.KeyOf(kind, municipality.EntraTenantId))).StatusCode);
        return client;
    }

    /// <summary>The key that the supplier has given to a municipality.</summary>
    public string KeyOf(string supplier, Municipality municipality) =>
        App.Sandbox.Suppliers[supplier].Production.Keys.KeyFor(municipality.EntraTenantId);

    private Task AddTestEnvironments() => App.Database.Write(session =>
    {
        using var context = session.Context();
        foreach (var supplier in context.Set<Skolsynk.Suppliers.Supplier>().ToList())
        {
            var stand = App.Sandbox.Suppliers[supplier.Key];
            context.Add(new Skolsynk.Suppliers.SupplierEnvironment
            {
                Id = 100 + supplier.Id,
                SupplierId = supplier.Id,
                Kind = Skolsynk.Suppliers.EnvironmentKind.Test,
                BaseUrl = new Uri(stand.Profile.Http2 ? App.Sandbox.Http2BaseUri : App.Sandbox.BaseUri, stand.Test.BasePath).ToString(),
            });
        }
        context.SaveChanges();
        // The numbers that the operator's commands would have given.
        session.Mint(new TenantId(0), Counter.Tenant, 10);
        session.Mint(new TenantId(1), Counter.Connection, 10);
    });

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var site in sites)
            await site.DisposeAsync();
        await protection.DisposeAsync();
        await App.DisposeAsync();
    }
}

/// <summary>A browser without pictures and scripts: cookies, redirects and forms.</summary>
internal sealed partial class PortalClient : IDisposable
{
    private readonly HttpClient http;

    /// <param name="cookies">Of another client, for the same browser at another replica.</param>
    public PortalClient(Uri address, CookieContainer? cookies = null)
    {
        Cookies = cookies ?? new CookieContainer();
        http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = address };
    }

    public CookieContainer Cookies { get; }

    /// <summary>Every address that was asked for at the portal.</summary>
    public List<string> Asked { get; } = [];

    public Task<HttpResponseMessage> Once(string address, bool polling = false) => Send(new(HttpMethod.Get, address), polling);

    /// <summary>Follows redirects to the end.</summary>
    public async Task<HttpResponseMessage> Get(string address)
    {
        var answer = await Once(address);
        for (var hops = 0; hops < 12 && answer.Headers.Location is { } location; hops++)
            answer = await Once(location.ToString());
        return answer;
    }

    public async Task<string> Page(string address)
    {
        var answer = await Get(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    public async Task<HttpResponseMessage> SignIn(string account)
    {
        var answer = await Once("/sign-in");
        return await Get($"{answer.Headers.Location}&account={account}");
    }

    /// <summary>Opens a page, and posts the form of it that has this button.</summary>
    public async Task<HttpResponseMessage> Post(string page, string? action, params (string Name, string Value)[] fields)
    {
        var form = await (await Get(page)).Content.ReadAsStringAsync();
        var token = Token().Match(form).Groups[1].Value;
        var answer = await Send(new(HttpMethod.Post, action ?? page)
        {
            Content = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(one => KeyValuePair.Create(one.Item1, one.Item2))),
        });
        return answer.Headers.Location is { } location ? await Get(location.ToString()) : answer;
    }

    /// <summary>Posts without the token of any form.</summary>
    public Task<HttpResponseMessage> PostBlind(string address) => Send(new(HttpMethod.Post, address) { Content = new FormUrlEncodedContent([]) });

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, bool polling = false)
    {
        if (polling)
            request.Headers.Add("HX-Request", "true");
        var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        if (request.RequestUri!.IsAbsoluteUri is false || request.RequestUri.Port == http.BaseAddress!.Port)
            Asked.Add(request.RequestUri.ToString());
        return answer;
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
