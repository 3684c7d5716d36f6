using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Hosting;
using Skolsynk.Hosting.Settings;
using Skolsynk.Rosters;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Expected;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;

namespace Skolsynk.Tests.Storms;

/// <summary>A municipality and a supplier in this process, and <c>skolsynk serve</c> as processes of their own that may be killed.</summary>
internal sealed class RealStage : IAsyncDisposable
{
    private static readonly TenantId One = new(1);

    private readonly string folder = Directory.CreateTempSubdirectory("skolsynk-storm-").FullName;
    private readonly List<ServeProcess> started = [];
    private readonly Installation installation;

    private RealStage(SandboxHost sandbox, string? postgres)
    {
        Sandbox = sandbox;
        DatabaseOptions database = postgres is null ? new DatabaseOptions.Sqlite(Path.Combine(folder, "s.db")) : new DatabaseOptions.Postgres(postgres);
        Setting = postgres is null ? $"sqlite:{Path.Combine(folder, "s.db")}" : $"postgres:{postgres}";
        installation = new Installation(
            new SkolsynkOptions { Development = true, Database = database, Address = new Uri("http://127.0.0.1:0") }, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public SandboxHost Sandbox { get; }

    public Database Database => installation.Database;

    public ScimReceiver Receiver => Sandbox.Suppliers["alfa"].Production;

    /// <summary>As <c>Skolsynk:Database</c> takes it.</summary>
    public string Setting { get; }

    /// <param name="postgres">A new database there; null: SQLite.</param>
    /// <param name="rate">Requests per second that the supplier takes.</param>
    public static async Task<RealStage> Start(string? postgres, double? rate = null)
    {
        var sandbox = await SandboxHost.StartAsync(new SandboxOptions { Size = new MunicipalitySize("tiny", 3, 60, 8, 1) });
        var stage = new RealStage(sandbox, postgres);
        await stage.Database.Migrate();
        // Before the transaction: the first key is written to the same database.
        var key = stage.installation.Secrets.Seal(One, 1, stage.Receiver.Keys.KeyFor(sandbox.Municipality.EntraTenantId));
        await stage.Database.Write(session => stage.SetUp(session, rate, key));
        stage.Receiver.RatePerSecond = null;
        return stage;
    }

    /// <param name="database">Another way to the same database; null: the usual.</param>
    /// <param name="fileBlocks">No file may grow beyond so many blocks of 512 bytes, as on a disk that is full; null: any size.</param>
    public ServeProcess Serve(string? crashAt = null, string? database = null, int? fileBlocks = null)
    {
        var variables = new Dictionary<string, string?>
        {
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["DOTNET_TieredPGO"] = "0",
            // The runtime's own mapping is a file too, and a large one.
            ["DOTNET_EnableWriteXorExecute"] = fileBlocks is null ? null : "0",
            ["SKOLSYNK__DATABASE"] = database ?? Setting,
            ["SKOLSYNK__GRAPH__BASEURL"] = new Uri(Sandbox.BaseUri, "/v1.0").ToString(),
            ["SKOLSYNK__ENTRA__INSTANCE"] = Sandbox.BaseUri.ToString(),
            ["SKOLSYNK__ENTRA__CLIENTID"] = SandboxOptions.ClientId,
            ["SKOLSYNK__ENTRA__CLIENTSECRET"] = SandboxOptions.ClientSecret,
            ["SKOLSYNK__ADDRESS"] = "http://127.0.0.1:0",
            ["SKOLSYNK__SOCKET"] = Path.Combine(folder, "s"),
            ["SKOLSYNK__ROLES"] = "worker",
            ["SKOLSYNK__SYNC__INTERVALSECONDS"] = "5",
            ["SKOLSYNK__CRASHAT"] = crashAt,
        };
        var process = new ServeProcess(variables, fileBlocks);
        started.Add(process);
        return process;
    }

    public IReadOnlyList<Divergence> Differences() => Difference.Between(
        Expectation.Of(Sandbox.Municipality.Snapshot(), ConnectionDescription.Everything(Sandbox.Municipality, Sandbox.Suppliers["alfa"].Profile)),
        Receiver.HeldFor(Sandbox.Municipality.EntraTenantId));

    /// <summary>Waits until the supplier holds exactly the scope, nothing is open, and two more runs have changed nothing of that.</summary>
    public async Task InStep(TimeSpan most, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var runs = long.MaxValue;
        string? last = null;
        while (watch.Elapsed < most)
        {
            await Task.Delay(500, cancellation);
            try
            {
                (last, var run) = await Standing();
                runs = last is null ? Math.Min(runs, run) : long.MaxValue;
                if (last is null && run >= runs + 2)
                    return;
            }
            catch (Exception away) when (away is not OperationCanceledException)
            {
                last = away.GetType().Name;
            }
        }
        throw new TimeoutException($"Not in step after {most.TotalSeconds} s: {last}. {string.Join("\n", started.Select(one => one.Said))}");
    }

    /// <summary>What is wrong, null when nothing is; and the number of the last run.</summary>
    private async Task<(string? Wrong, long Run)> Standing()
    {
        var differences = Differences();
        var held = ScimEndpoints.All.Sum(endpoint => Receiver.HeldFor(Sandbox.Municipality.EntraTenantId).Count(endpoint));
        return await Database.Read(session =>
        {
            var receipts = ReceiptStore.LoadReceipts(session, One, 1).Values;
            var wrong = differences.Count > 0 ? $"{differences.Count} differences, first {differences[0]}"
                : receipts.Any(one => one.Status is not ReceiptStatus.Confirmed) ? "receipts are open"
                : receipts.Count != held ? $"{receipts.Count} receipts for {held} objects"
                : Endings.HasWindows(session, One, 1) ? "a window is open" : null;
            return (wrong, session.Scalar<long>("SELECT coalesce(max(run), 0) FROM sync_run WHERE tenant = 1"));
        });
    }

    private void SetUp(Session session, double? rate, string key)
    {
        var municipality = Sandbox.Municipality;
        using var context = session.Context(One);
        context.Add(new Tenant { Id = 1, EntraTenantId = municipality.EntraTenantId, Key = "kommun", Name = municipality.Name, Confirmed = true });
        foreach (var school in municipality.Schools.Where(school => school.SchoolUnitCode is not null))
            context.Add(new SchoolCode { TenantId = 1, School = Ids.Of(municipality.EntraTenantId, EntityKind.School, school.Id), Code = school.SchoolUnitCode! });
        var stand = Sandbox.Suppliers["alfa"];
        var host = stand.Profile.Http2 ? Sandbox.Http2BaseUri : Sandbox.BaseUri;
        var profile = new CapabilityProfile { AuthHeader = stand.Profile.AuthHeader, Http2 = stand.Profile.Http2, Parallelism = 8, RatePerSecond = rate };
        context.Add(new Skolsynk.Suppliers.Supplier { Id = 1, Key = "alfa", Name = "Alfa", Profile = profile });
        context.Add(new SupplierEnvironment
        {
            Id = 1,
            SupplierId = 1,
            Kind = EnvironmentKind.Production,
            BaseUrl = new Uri(host, stand.Production.BasePath).ToString(),
        });
        context.Add(new Connection
        {
            TenantId = 1,
            Id = 1,
            EnvironmentId = 1,
            Scope = new ScopeSettings { AllSchools = true },
            SealedKey = key,
        });
        context.SaveChanges();
        InputVersions.Raise(session, One, 1);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in started)
            await process.DisposeAsync();
        await Sandbox.DisposeAsync();
        await installation.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>One <c>skolsynk serve</c>.</summary>
internal sealed class ServeProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Queue<string> said = new();

    public ServeProcess(Dictionary<string, string?> variables, int? fileBlocks)
    {
        string[] command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "skolsynk.dll"), "serve"];
        var start = fileBlocks is null
            ? new ProcessStartInfo(command[0], command[1..])
            : new ProcessStartInfo("/bin/sh", ["-c", $"ulimit -f {fileBlocks.Value.ToString(CultureInfo.InvariantCulture)}; exec \"$@\"", "sh", .. command]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        process = Process.Start(start) ?? throw new InvalidOperationException("serve did not start.");
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Its last lines.</summary>
    public string Said
    {
        get
        {
            lock (said)
                return string.Join("\n", said);
        }
    }

    public bool HasExited => process.HasExited;

    public Task WaitForExit(CancellationToken cancellation) => process.WaitForExitAsync(cancellation);

    /// <summary><c>kill -9</c></summary>
    public async Task Kill()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
    }

    public Task Stop() => Signal("STOP");

    public Task Continue() => Signal("CONT");

    private async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (said)
        {
            said.Enqueue(line);
            if (said.Count > 30)
                said.Dequeue();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        process.Dispose();
    }
}
