using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Skolsynk.Deliveries;
using Skolsynk.Hosting;
using Skolsynk.Hosting.Commands;
using Skolsynk.Hosting.Screens;
using Skolsynk.Hosting.Serving;
using Skolsynk.Hosting.Settings;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Source;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.App;

/// <summary>
/// The whole service as it is served, with logs at the lowest level: the name of a protected person stands nowhere, whether she was
/// marked by id, by the group, or late.
/// </summary>
public sealed class CanaryTests(PostgresServer server)
{
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "4"), Trait("Invariant", "10"), Trait("Invariant", "9")]
    public async Task A_protected_persons_name_is_in_no_byte_of_database_logs_metrics_Excel_or_wire(Engine engine)
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: TestContext.Current.CancellationToken);
        var town = sandbox.Municipality;
        var school = town.Schools[0];
        SandboxUser Pupil(string given, string family) => town.AddPupil(given, family, school.Id, town.ClassesOfSchool(school.Id)[0].Id);
        var (byId, byGroup, late, seen) = (Pupil("Kanariella", "Fågelbur"), Pupil("Papegojina", "Sittpinne"), Pupil("Beolina", "Fröskål"), Pupil("Synligina", "Öppenhjärta"));
        town.Protect(byGroup.Id);
        string[] never = [.. Texts(byId), .. Texts(byGroup)];
        string[] marked = [.. never, .. Texts(late)];

        using var logs = new LogTap();
        await using var service = await Service.Start(engine, server, sandbox, logs, byId.Id);
        await Until(() => sandbox.Suppliers.Alfa.Production.HeldFor(town.EntraTenantId).Find(ScimEndpoint.Users, late.Id) is not null);
        await Until(() => sandbox.Suppliers.Alfa.Production.HeldFor(town.EntraTenantId).Find(ScimEndpoint.Users, seen.Id) is not null);
        Assert.Empty(Canary.In(service.Sent, never));
        Assert.Empty(await service.InDatabase(never));

        town.Protect(late.Id);
        await Until(() => sandbox.Suppliers.Alfa.Production.HeldFor(town.EntraTenantId).Find(ScimEndpoint.Users, late.Id) is null);
        service.Forget();
        town.Put(seen with { GivenName = "Synligare" });
        await Until(() => Canary.In(service.Sent, "Synligare").Count > 0);
        Assert.Empty(Canary.In(service.Sent, marked));
        Assert.Empty(await service.InDatabase(marked));
        Assert.NotEmpty(await service.InDatabase(seen.UserPrincipalName!));
        var excel = await service.Excel();
        Assert.Empty(Canary.In(excel, marked));
        Assert.NotEmpty(Canary.In(excel, seen.Surname));
        var metrics = await service.Metrics();
        Assert.Contains("skolsynk_resources_confirmed", metrics, StringComparison.Ordinal);
        await service.Stop();
        string[] everybody = [.. marked, seen.Surname!, seen.UserPrincipalName!, "Synligare"];
        Assert.Empty(Canary.In(Encoding.UTF8.GetBytes(metrics + logs.Text), everybody));
        Assert.Contains("Read of tenant", logs.Text, StringComparison.Ordinal);
        Assert.Contains("Lane", logs.Text, StringComparison.Ordinal);
    }

    private static string[] Texts(SandboxUser user) => [user.GivenName!, user.Surname!, user.UserPrincipalName!, user.UserPrincipalName!.Split('@')[0]];

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 600 && !condition(); i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.True(condition());
    }

    /// <summary>One served installation on a folder of its own, that reads every second.</summary>
    private sealed class Service : IAsyncDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("skolsynk-canary-").FullName;
        private readonly List<WireTap> taps = [];
        private readonly ILoggerFactory factory;
        private readonly Installation installation;
        private readonly Engine engine;
        private readonly HttpClient http = new();
        private readonly LogTap logs;
        private Server? serving;

        private Service(Engine engine, string? postgres, SandboxHost sandbox, LogTap logs)
        {
            this.engine = engine;
            this.logs = logs;
            factory = LoggerFactory.Create(builder => builder.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));
            installation = new Installation(new SkolsynkOptions
            {
                Development = true,
                Database = postgres is null ? new DatabaseOptions.Sqlite(Path.Combine(folder, "skolsynk.db")) : new DatabaseOptions.Postgres(postgres),
                Address = new Uri("http://127.0.0.1:0"),
                Interval = TimeSpan.FromSeconds(1),
                Graph = new GraphOptions { BaseUrl = new Uri(sandbox.BaseUri, "/v1.0") },
                Entra = new EntraOptions(sandbox.BaseUri, SandboxOptions.ClientId, new EntraCredential.Secret(SandboxOptions.ClientSecret)),
            }, TimeProvider.System, factory);
        }

        /// <summary>All that has left for suppliers since it was last forgotten.</summary>
        public byte[] Sent
        {
            get
            {
                lock (taps)
                    return [.. taps.SelectMany(tap => tap.Sent)];
            }
        }

        public static async Task<Service> Start(Engine engine, PostgresServer server, SandboxHost sandbox, LogTap logs, string marked)
        {
            var service = new Service(engine, engine is Engine.Postgres ? await server.NewDatabase() : null, sandbox, logs);
            await service.Apply(sandbox, marked);
            var tools = new LaneTools(service.installation.Database, service.installation.Secrets, service.installation.Board, "test", service.Tapped);
            var lanes = new LaneLoop(new LaneRunner(tools), service.installation.Database, TimeProvider.System, service.factory.CreateLogger<LaneLoop>());
            service.serving = await Server.Start(service.installation, lanes, TestContext.Current.CancellationToken);
            return service;
        }

        public void Forget()
        {
            lock (taps)
                taps.ForEach(tap => tap.Clear());
        }

        public async Task<IReadOnlyList<string>> InDatabase(params string[] texts) =>
        [
            .. await installation.Database.Read(session => Canary.InRows(session, engine is Engine.Postgres, texts)),
            .. engine is Engine.Sqlite ? Canary.InFiles(Path.Combine(folder, "skolsynk.db"), texts) : [],
        ];

        public Task<string> Metrics() => http.GetStringAsync(
            new Uri(Regex.Match(logs.Text, "Now listening on: (http://127.0.0.1:[0-9]+)").Groups[1].Value + "/metrics"), TestContext.Current.CancellationToken);

        public async Task<byte[]> Excel()
        {
            Assert.Equal(Exit.Done, await Run("export", "--tenant", "ekhult", "--supplier", "alfa", "--to", "a.xlsx"));
            Assert.Equal(Exit.Done, await Run("export", "--tenant", "ekhult", "--supplier", "alfa", "--to", "b.xlsx", "--transfers"));
            using var all = new MemoryStream();
            foreach (var file in new[] { "a.xlsx", "b.xlsx" })
            {
                using var zip = ZipFile.OpenRead(Path.Combine(folder, file));
                foreach (var entry in zip.Entries)
                {
                    await using var content = entry.Open();
                    await content.CopyToAsync(all);
                }
            }
            return all.ToArray();
        }

        public async Task Stop()
        {
            if (serving is not null)
                await serving.DisposeAsync();
            serving = null;
        }

        public async ValueTask DisposeAsync()
        {
            await Stop();
            await installation.DisposeAsync();
            http.Dispose();
            factory.Dispose();
            Directory.Delete(folder, recursive: true);
        }

        private WireTap Tapped(Skolsynk.Suppliers.CapabilityProfile profile)
        {
            var tap = new WireTap(SupplierHandlers.Create(profile, allowLoopback: true));
            lock (taps)
                taps.Add(tap);
            return tap;
        }

        private async Task Apply(SandboxHost sandbox, string marked)
        {
            var town = sandbox.Municipality;
            var file = new JsonObject
            {
                ["suppliers"] = new JsonArray(new JsonObject
                {
                    ["key"] = "alfa",
                    ["name"] = "Alfa",
                    ["profile"] = new JsonObject { ["http2"] = true },
                    ["environments"] = new JsonArray(new JsonObject { ["kind"] = "production", ["address"] = new Uri(sandbox.Http2BaseUri, "/scim/alfa").ToString() }),
                }),
                ["tenants"] = new JsonArray(new JsonObject
                {
                    ["key"] = "ekhult",
                    ["name"] = town.Name,
                    ["entraTenantId"] = $"{town.EntraTenantId}",
                    ["protected"] = new JsonArray(marked),
                    ["protectedGroup"] = town.ProtectedGroupId,
                    ["codes"] = new JsonArray([.. town.Schools.Where(school => school.SchoolUnitCode is not null)
                        .Select(school => new JsonObject { ["school"] = school.Id, ["code"] = school.SchoolUnitCode })]),
                    ["connections"] = new JsonArray(new JsonObject
                    {
                        ["supplier"] = "alfa",
                        ["environment"] = "production",
                        ["key"] = sandbox.Suppliers.Alfa.Production.Keys.KeyFor(town.EntraTenantId),
                        ["scope"] = new JsonObject { ["schools"] = "all" },
                    }),
                }),
            };
            await installation.Database.Migrate(TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "apply.json"), file.ToJsonString());
            Assert.Equal(Exit.Done, await Run("apply", "apply.json", "--yes"));
        }

        private Task<int> Run(params string[] arguments)
        {
            var screen = new PlainScreen(_ => { }, TimeProvider.System);
            var desk = new Desk(installation, screen, folder, _ => null);
            return Invocation.Run(OperatorCommands.Build((_, body, cancellation) => body(desk, cancellation)), arguments, screen, TestContext.Current.CancellationToken);
        }
    }
}
