using Microsoft.AspNetCore.DataProtection;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Retention;
using Skolsynk.Rosters;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Sync;
using Skolsynk.Tenants;
using Skolsynk.Tests.Rosters;
using Supplier = Skolsynk.Suppliers.Supplier;

namespace Skolsynk.Tests.Storms;

/// <summary>How a world differs from the real one, so that it can be seen that storms find what is missing.</summary>
internal enum Mutant
{
    None,

    /// <summary>Windows are lost with the process, as if they had never been written.</summary>
    WithoutWindows,

    /// <summary>A new holder does not wait for what an earlier one may have in flight.</summary>
    WithoutWaiting,
}

/// <summary>
/// One municipality, two suppliers and the processes that come and go between them: the real <c>RunOnce</c> functions over one
/// database in memory, on one clock.
/// </summary>
internal sealed class StormWorld : IAsyncDisposable
{
    public static readonly TenantId One = new(1);

    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(45);
    private static readonly SealedSecrets Secrets = new(new EphemeralDataProtectionProvider());
    private static readonly Lazy<MemoryDatabase> Template = new(MakeTemplate);

    public static readonly SupplierEnvironment[] Environments = [Environment(1, "alfa"), Environment(2, "beta")];

    private readonly MemoryDatabase database;
    private readonly TimeSpan attempt;
    private readonly Mutant mutant;
    private readonly HashSet<Guid> marked = [];
    private readonly Random delays;
    private readonly List<string> history = [];
    private bool ending;
    private (StormSupplier Supplier, StormRequest Request)? last;
    private int processes;

    public StormWorld(Random random, Mutant mutant = Mutant.None, int pupils = 6)
    {
        Random = random;
        Town = new StormTown(pupils);
        delays = new Random(random.Next());
        this.mutant = mutant;
        attempt = mutant is Mutant.WithoutWaiting ? TimeSpan.FromMilliseconds(1) : Attempt;
        Clock = new StormClock(attempt);
        Suppliers = [new("alfa", Clock), new("beta", Clock)];
        Clock.Passed = () =>
        {
            foreach (var supplier in Suppliers)
                supplier.Arrive();
        };
        database = new MemoryDatabase(Clock);
        database.CopyOf(Template.Value);
    }

    public Random Random { get; }

    public StormClock Clock { get; }

    public StormTown Town { get; }

    public IReadOnlyList<StormSupplier> Suppliers { get; }

    public Database Database => database;

    public Passings Passings { get; set; } = new();

    /// <summary>What has happened, the latest last, for whoever has to understand a failure.</summary>
    public IEnumerable<string> History(int most)
    {
        lock (history)
            return [.. history.TakeLast(most)];
    }

    public void Tell(string what)
    {
        lock (history)
            history.Add(what);
    }

    public IReadOnlySet<Guid> Marked => marked;

    /// <summary>A process starts; what its blows say that others do is done by <paramref name="elsewhere"/>.</summary>
    public StormProcess Start(IReadOnlyList<Blow> blows, Action<StormProcess, Strike>? elsewhere = null) =>
        new(database, $"process {++processes}", blows, Passings, elsewhere ?? ((_, _) => { }));

    /// <summary>A process is gone: the next one starts when its leases have run out, or before.</summary>
    public async Task Bury(StormProcess process)
    {
        Tell($"{process.Owner} is gone: {string.Join(", ", process.Struck)}");
        if (mutant is Mutant.WithoutWindows)
            await database.Write(session => session.Execute("DELETE FROM send_window"));
        Clock.Advance(TimeSpan.FromSeconds(Random.Next(9, 15)));
    }

    public Task<SyncResult> Sync(StormProcess process) =>
        new SyncEngine(process.Database, _ => Town.Source.Source, process.Owner).RunOnce(One);

    /// <summary>One round over every lane, or over one.</summary>
    /// <param name="only">Number of the lane; when there is none with it, all.</param>
    public async Task<IReadOnlyList<PassResult>> Deliver(StormProcess process, int only = 0)
    {
        var results = new List<PassResult>();
        var began = marked.ToList();
        var tools = new LaneTools(process.Database, Secrets, new DeliveryBoard(), process.Owner, _ => throw new InvalidOperationException())
        {
            Time = Clock,
            AttemptTimeout = attempt,
        };
        foreach (var environment in Environments.Where(one => one.Id == only || only is not (1 or 2)))
        {
            var supplier = Suppliers[environment.Id - 1];
            HttpMessageHandler Wire(CapabilityProfile _) => new StormWire(process, supplier, Clock, _ => Delay())
            {
                Seen = request => Watch(supplier, request, began),
                Answered = (request, answer) => Tell($"    {supplier.Name}: {request.Method} {request.Endpoint}/{request.Id:N} {answer}"),
            };
            var round = await new LaneRunner(tools with { Handler = Wire }).RunOnce(environment, null, CancellationToken.None);
            results.AddRange(round.Passes.Select(pass => pass.Result));
        }
        return results;
    }

    public async Task Purge(StormProcess process)
    {
        await new EndingRound(process.Database, process.Owner).RunOnce(acceptTime: true, CancellationToken.None);
        await new Purge(process.Database, process.Owner).RunOnce(acceptTime: true, CancellationToken.None);
    }

    /// <summary>Brings what ends to its end; nothing does most of the time.</summary>
    public Task EndingRound(StormProcess process) => ending
        ? new EndingRound(process.Database, process.Owner).RunOnce(acceptTime: true, CancellationToken.None)
        : Task.CompletedTask;

    /// <summary>An administrator or the operator changes something; the database carries it whole or not at all.</summary>
    public async Task<string> Change(Database of)
    {
        switch (Random.Next(8))
        {
            case 0 or 1:
                return await Drawn(of) is { } changed ? await ChangeScope(of, changed) : Town.Change(Random);
            case 2 when marked.Count < 4:
                return await Mark(of, Town.Persons[Random.Next(Town.Persons.Count)]);
            case 3 when marked.Count > 0:
                return await Unmark(of, marked.ElementAt(Random.Next(marked.Count)));
            case 4 when Random.Next(3) == 0:
                return await Drawn(of) is { } ended ? await End(of, ended) : Town.Change(Random);
            default:
                return Town.Change(Random);
        }
    }

    /// <summary>
    /// The contrary of what was sent last becomes true: what came leaves the scope, what left comes back. This is where a model that
    /// forgets what was in flight goes wrong.
    /// </summary>
    public async Task<string> Revoke(Database of)
    {
        if (last is not { } sent
            || (await of.Read(session => ConnectionStore.OfTenant(session, One))).SingleOrDefault(one => one.Supplier.Key == sent.Supplier.Name) is not { } connection)
            return await Change(of);
        var scope = (sent.Request.Method, sent.Request.Endpoint) switch
        {
            ("DELETE", _) => new ScopeSettings { AllSchools = true },
            (_, "Users") => new ScopeSettings { AllSchools = true, ExcludedPersons = [sent.Request.Id] },
            (_, "StudentGroups") => new ScopeSettings { AllSchools = true, ExcludedGroups = [sent.Request.Id] },
            (_, "Employments") => new ScopeSettings { AllSchools = true, Teachers = false },
            _ => new ScopeSettings(),
        };
        await Choose(of, connection.Id, scope);
        return $"{sent.Supplier.Name}: what was sent last ({sent.Request.Method} {sent.Request.Endpoint}) is revoked";
    }

    public async Task<string> Mark(Database of, Guid person)
    {
        await of.Write(session => Marks.Set(session, One, MarkOrigin.Operator, marked.Append(person).ToHashSet()));
        marked.Add(person);
        foreach (var supplier in Suppliers)
            supplier.Mark(person);
        return $"{person} is protected";
    }

    public Task Choose(Database of, int connection, ScopeSettings scope) => of.Write(session =>
    {
        session.Execute("UPDATE connection SET scope = @scope WHERE tenant_id = @tenant AND id = @connection",
            ("@scope", StoredJson.Write(scope)), ("@tenant", One.Value), ("@connection", connection));
        InputVersions.Raise(session, One, connection);
    });

    /// <summary>As <c>skolsynk end</c> does it, without its own pass.</summary>
    public async Task End(Database of, int connection, EndingKind kind)
    {
        ending = true;
        await of.Write(session => Endings.Begin(session, One, connection, kind));
        await Endings.EraseHistory(of, One, connection, CancellationToken.None);
    }

    /// <summary>Approves all that waits for a person, as somebody does who has looked at it.</summary>
    /// <returns>Whether anything waited.</returns>
    public Task<bool> Approve() => database.Write(session =>
    {
        // With a person who is erased go her holds, and the next run takes in what they held up.
        var hidden = ProtectedPersons.Load(session, One).Waiting.Count > 0;
        Marks.Approve(session, One);
        var waiting = HoldStore.All(One, session).Where(hold => hold.Waiting.Count > 0).ToList();
        foreach (var hold in waiting)
            HoldDecisions.Approve(One, session, hold.Number, hold.Fingerprint, null);
        return hidden || waiting.Count > 0;
    });

    /// <summary>A supplier whose connection has ended is connected anew.</summary>
    public async Task Reconnect()
    {
        if (!ending)
            return;
        ending = false;
        var connections = await database.Read(session => ConnectionStore.OfTenant(session, One));
        foreach (var environment in new[] { 1, 2 }.Except(connections.Select(one => one.Environment.Id)))
        {
            Suppliers[environment - 1].Clear();
            await database.Write(session => Connect(session, environment, (int)session.Mint(One, Counter.Connection)));
            Tell($"{Suppliers[environment - 1].Name} is connected anew");
        }
    }

    /// <summary>No request is on its way for longer than an attempt may last. Drawn by several senders at once.</summary>
    private TimeSpan Delay()
    {
        lock (Clock)
            return TimeSpan.FromSeconds(delays.Next(15, 45));
    }

    private void Watch(StormSupplier supplier, StormRequest request, IReadOnlyList<Guid> protectedBefore)
    {
        lock (history)
            last = (supplier, request);
        foreach (var person in protectedBefore.Where(marked.Contains))
        {
            if (request.Tells(Town.FamilyName(person)))
                supplier.Violations.Add($"{supplier.Name}: {request.Method} {request.Endpoint} tells of a protected person");
        }
    }

    /// <summary>One of the connections; null: there is none at the moment.</summary>
    private async Task<ConnectionDetails?> Drawn(Database of)
    {
        var connections = await of.Read(session => ConnectionStore.OfTenant(session, One));
        return connections.Count == 0 ? null : connections[Random.Next(connections.Count)];
    }

    private async Task<string> Unmark(Database of, Guid person)
    {
        await of.Write(session => Marks.Set(session, One, MarkOrigin.Operator, marked.Where(one => one != person).ToHashSet()));
        marked.Remove(person);
        foreach (var supplier in Suppliers)
            supplier.Unmark(person);
        return $"{person} is protected no more";
    }

    private async Task<string> ChangeScope(Database of, ConnectionDetails connection)
    {
        var scope = new ScopeSettings
        {
            AllSchools = Random.Next(3) == 0,
            Schools = [.. Town.Schools.Where(_ => Random.Next(2) == 0)],
            Teachers = Random.Next(4) > 0,
            Students = Random.Next(6) > 0,
            ExcludedPersons = [.. Town.Persons.Where(_ => Random.Next(10) == 0)],
        };
        await Choose(of, connection.Id, scope);
        return $"{connection.Supplier.Key} gets {(scope.AllSchools ? "all" : $"{scope.Schools.Count}")} schools, students {scope.Students}, teachers {scope.Teachers}";
    }

    private async Task<string> End(Database of, ConnectionDetails connection)
    {
        var kind = Random.Next(4) == 0 ? EndingKind.KeepAtSupplier : EndingKind.DeleteAtSupplier;
        await End(of, connection.Id, kind);
        return $"{connection.Supplier.Key} is ended: {kind}";
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    /// <summary>The same municipality, not read yet, with two suppliers of another profile, on another clock.</summary>
    public static async Task<MemoryDatabase> NewDatabase(TimeProvider clock, CapabilityProfile profile)
    {
        var database = new MemoryDatabase(clock);
        database.CopyOf(Template.Value);
        await database.Write(session =>
        {
            using var context = session.Context();
            foreach (var supplier in context.Set<Supplier>().ToList())
                supplier.Profile = profile;
            context.SaveChanges();
        });
        return database;
    }

    public static LaneTools Tools(Database database, TimeProvider time, HttpMessageHandler handler) =>
        new(database, Secrets, new DeliveryBoard(), "test", _ => handler) { Time = time, AttemptTimeout = Attempt };

    private static MemoryDatabase MakeTemplate()
    {
        var template = new MemoryDatabase(TimeProvider.System);
        template.Migrate().GetAwaiter().GetResult();
        template.Write(session =>
        {
            using var context = session.Context(One);
            context.Add(new Tenant
            {
                Id = 1,
                EntraTenantId = Snapshots.EntraTenant,
                Key = "ekby",
                Name = "Ekby kommun",
                BrakeLimits = BrakeLimits.Default with { Groups = new(40, 2), PersonsInDay = new(40, 3), PersonsInWeek = new(60, 3) },
            });
            for (var school = 1; school <= 12; school++)
                context.Add(new SchoolCode { TenantId = 1, School = Snapshots.School(school), Code = $"{10000000 + school}" });
            Catalogue(context, 1, "alfa", new CapabilityProfile { Parallelism = 2 });
            Catalogue(context, 2, "beta", new CapabilityProfile { Parallelism = 3, Groups = GroupsTaken.Classes, SchoolsPerPerson = SchoolsPerPerson.One });
            context.SaveChanges();
            Connect(session, 1, (int)session.Mint(One, Counter.Connection));
            Connect(session, 2, (int)session.Mint(One, Counter.Connection));
        }).GetAwaiter().GetResult();
        return template;
    }

    private static void Catalogue(SkolsynkContext context, int id, string key, CapabilityProfile profile)
    {
        context.Add(new Supplier { Id = id, Key = key, Name = key, Profile = profile });
        context.Add(Environment(id, key));
    }

    private static SupplierEnvironment Environment(int id, string key) =>
        new() { Id = id, SupplierId = id, Kind = EnvironmentKind.Production, BaseUrl = $"https://{key}.example/scim" };

    private static void Connect(Session session, int environment, int connection)
    {
        using var context = session.Context(One);
        context.Add(new Connection
        {
            TenantId = 1,
            Id = connection,
            EnvironmentId = environment,
            Scope = new ScopeSettings { AllSchools = true },
            SealedKey = Secrets.Seal(One, connection, "key"),
        });
        context.SaveChanges();
        InputVersions.Raise(session, One, connection);
    }
}
