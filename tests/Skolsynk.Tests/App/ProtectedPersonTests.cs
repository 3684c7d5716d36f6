using System.IO.Compression;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Reports;
using Skolsynk.Retention;
using Skolsynk.Rosters;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.App;

/// <summary>Protected persons: never stored beyond the id, never sent; marked late, gone everywhere at once.</summary>
public sealed class ProtectedPersonTests(PostgresServer server)
{
    private static readonly TenantId One = new(1);

    [Fact, Trait("Invariant", "4"), Trait("Invariant", "10")]
    public async Task The_name_of_a_protected_person_is_in_no_byte_of_files_wire_or_Excel()
    {
        await using var app = await SkolsynkApp.Start(server);
        var canary = app.Municipality.AddPupil("Kanariella", "Fågelbur", app.Municipality.Schools[0].Id, app.Municipality.ClassesOfSchool(app.Municipality.Schools[0].Id)[0].Id);
        var seen = app.Municipality.AddPupil("Synligina", "Öppenhjärta", app.Municipality.Schools[0].Id, app.Municipality.ClassesOfSchool(app.Municipality.Schools[0].Id)[0].Id);
        await Mark(app, canary);
        await app.Connect("alfa");
        var taps = new List<WireTap>();
        var tools = app.Tools with
        {
            Handler = profile =>
            {
                var tap = new WireTap(SupplierHandlers.Create(profile, allowLoopback: true));
                taps.Add(tap);
                return tap;
            },
        };
        await app.RunSync();
        await app.DeliverAll(tools);

        string[] secret = [canary.GivenName!, canary.Surname!, canary.UserPrincipalName!];
        Assert.Empty(Canary.InFiles(app.DatabaseFile!, secret));
        Assert.All(taps, tap => Assert.Empty(Canary.In(tap.Sent, [.. secret, canary.Id])));
        Assert.NotEmpty(Canary.InFiles(app.DatabaseFile!, seen.UserPrincipalName));
        var excel = await Excel(app);
        Assert.Empty(Canary.In(excel, [.. secret, canary.Id]));
        Assert.NotEmpty(Canary.In(excel, seen.Surname));
        Assert.Contains(taps, tap => Canary.In(tap.Sent, seen.Surname).Count > 0);
        Assert.Empty(app.Differences("alfa", d => d with { ExcludedPersons = [canary.Id] }));
    }

    [Fact, Trait("Invariant", "4")]
    public async Task Who_waits_in_a_mass_is_shown_nowhere_and_only_those_who_were_seen_are_approved()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.RunSync();
        var mass = app.Municipality.Users.Where(u => u.IsStudent && u.AccountEnabled).Take(Marks.MostInADay + 1).Select(u => Guid.Parse(u.Id)).ToHashSet();
        Assert.Equal(mass.Count, (await app.Database.Write(session => Marks.Set(session, One, MarkOrigin.Operator, mass))).Waiting);
        Assert.Empty((await app.Database.Read(session => RosterStore.LoadBodies(One, session, mass))).Persons);
        Assert.Empty((await app.Database.Read(session => RosterStore.LoadBare(One, session, mass))).Persons);
        await app.Database.Write(session => ProtectedPersons.Approve(session, One, [.. mass.Take(3)]));
        Assert.Equal(mass.Count - 3, (await app.Database.Read(session => ProtectedPersons.Load(session, One))).WaitingPersons);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "4")]
    public async Task Who_is_marked_late_is_erased_here_and_first_of_all_at_the_suppliers(Engine engine)
    {
        await using var app = await SkolsynkApp.Start(server, engine: engine);
        await app.Connect("alfa");
        await app.Connect("beta");
        await app.RunSync();
        await app.DeliverAll();
        var pupil = PupilInGroups(app);
        var rid = await app.Database.Read(s => ReceiptStore.Load(s, One, 1).NumberOf(Skolsynk.Ss12000.Endpoint.Users, Guid.Parse(pupil.Id)));
        app.Receiver("alfa").Journal.Clear();

        await Mark(app, pupil);
        if (app.DatabaseFile is { } file)
            Assert.Empty(Canary.InFiles(file, pupil.UserPrincipalName));
        Assert.Empty((await app.Database.Read(s => RosterStore.LoadBodies(One, s, [Guid.Parse(pupil.Id)]))).Persons);
        await app.DeliverAll();

        Assert.Empty(app.Differences("alfa", d => d with { ExcludedPersons = [pupil.Id] }));
        Assert.Empty(app.Differences("beta", d => d with { ExcludedPersons = [pupil.Id] }));
        var requests = app.Receiver("alfa").Journal.Last(100).Reverse().Select(entry => (entry.Method, entry.Endpoint, entry.Id)).ToList();
        var removed = requests.IndexOf(("DELETE", ScimEndpoint.Users, pupil.Id));
        Assert.InRange(removed, 0, requests.FindIndex(request => request is { Method: "PUT", Endpoint: ScimEndpoint.StudentGroups }));
        var history = await app.Database.Read(s => s.Query(
            "SELECT action FROM transfer_log WHERE tenant = 1 AND rid = @rid", row => row.GetInt16(0), ("@rid", rid)));
        Assert.All(history, action => Assert.Equal((short)DeliveryAction.Delete, action));

        await app.RunSync();
        Assert.DoesNotContain(await Persons(app), person => person.Id == Guid.Parse(pupil.Id));
        Assert.All((await app.DeliverAll()).Values, pass => Assert.Equal(0, pass.Confirmed + pass.Deleted));
    }

    [Fact, Trait("Invariant", "4"), Trait("Invariant", "8")]
    public async Task A_running_first_delivery_does_not_delay_the_removal()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("bench", profile: p => p with { RatePerSecond = 20 });
        await app.RunSync();
        using var stop = new CancellationTokenSource();
        var round = FirstDelivery(app, stop.Token);
        var pupil = await FirstThere(app, "bench");

        var marked = TimeProvider.System.GetTimestamp();
        await Mark(app, pupil);
        await Until(() => app.Held("bench").Find(ScimEndpoint.Users, pupil.Id) is null);
        Assert.InRange(TimeProvider.System.GetElapsedTime(marked).TotalSeconds, 0, 30);
        Assert.False(round.IsCompleted);
        Assert.True(app.Held("bench").Count(ScimEndpoint.Users) < 200);
        await Task.Delay(1_500, TestContext.Current.CancellationToken);
        Assert.Null(app.Held("bench").Find(ScimEndpoint.Users, pupil.Id));
        await stop.CancelAsync();
        await round.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact, Trait("Invariant", "8")]
    public async Task Late_answers_of_what_was_in_flight_bring_nobody_back()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("bench");
        await app.RunSync();
        app.Receiver("bench").Faults.On(new Fault(FaultKind.LateAnswer) { Milliseconds = 2_500, Endpoint = ScimEndpoint.Users, Method = "POST" });
        using var stop = new CancellationTokenSource();
        var round = FirstDelivery(app, stop.Token);
        var pupil = await FirstThere(app, "bench");
        await Mark(app, pupil);
        app.Receiver("bench").Faults.Off();
        await round;
        await app.DeliverAll();
        Assert.Empty(app.Differences("bench", d => d with { ExcludedPersons = [pupil.Id] }));
        Assert.Null((await app.Receipts(1)).Values.Cast<Receipt?>().FirstOrDefault(receipt => receipt!.Value.Status is not ReceiptStatus.Confirmed));
    }

    [Fact, Trait("Invariant", "4")]
    public async Task A_mass_of_marks_hides_at_once_and_waits_with_the_removal_for_one_decision()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        await app.RunSync();
        await app.DeliverAll();
        var pupils = app.Municipality.Users.Where(u => u.IsStudent && u.AccountEnabled && u.Surname is not null && app.Municipality.ClassesOfUser(u.Id).Count > 0).Take(30).ToList();
        var set = await Mark(app, [.. pupils]);
        Assert.Equal((30, 30), (set.Marked, set.Waiting));
        Assert.DoesNotContain(await Persons(app), person => pupils.Any(pupil => pupil.Id == $"{person.Id}"));
        foreach (var pupil in pupils)
            app.Municipality.Put(pupil with { Surname = "Nyttnamn" });
        await app.RunSync();
        await app.DeliverAll();
        var there = pupils.Count(pupil => app.Held("alfa").Find(ScimEndpoint.Users, pupil.Id) is { } held && Canary.In(held.Body, "Nyttnamn").Count == 0);
        Assert.Equal(30, there);

        await app.Database.Write(session => Marks.Approve(session, One));
        await app.Database.Scrub();
        await app.DeliverAll();
        Assert.Empty(app.Differences("alfa", d => d with { ExcludedPersons = [.. pupils.Select(pupil => pupil.Id)] }));
        Assert.Empty(Canary.InFiles(app.DatabaseFile!, [.. pupils.Select(pupil => pupil.UserPrincipalName)]));
    }

    [Fact]
    public async Task Who_is_no_longer_protected_comes_back_under_the_same_number()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        await app.RunSync();
        var pupil = PupilInGroups(app);
        var before = (await Index(app)).Single(row => row.Id == Guid.Parse(pupil.Id)).Oid;
        await Mark(app, pupil);
        await app.DeliverAll();
        await Mark(app);
        await app.RunSync();
        await app.DeliverAll();
        Assert.Equal(before, (await Index(app)).Single(row => row.Id == Guid.Parse(pupil.Id)).Oid);
        Assert.Empty(app.Differences("alfa"));
    }

    /// <summary>All that stands in the Excel file, unpacked.</summary>
    private static async Task<byte[]> Excel(SkolsynkApp app)
    {
        var (roster, connection) = await app.Database.Read(s => (RosterStore.Load(One, s).Roster, ConnectionStore.OfTenant(s, One)[0]));
        using var file = new MemoryStream();
        ScopeWorkbook.Write(file, new ScopeReport("Alfa", "produktion", app.Clock.GetUtcNow(), Scope.Select(roster, connection.Scope), roster));
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        using var all = new MemoryStream();
        foreach (var entry in zip.Entries)
        {
            await using var content = entry.Open();
            await content.CopyToAsync(all);
        }
        return all.ToArray();
    }

    private static SandboxUser PupilInGroups(SkolsynkApp app) => app.Municipality.Users.First(u =>
        u.IsStudent && u.AccountEnabled && u.Surname is not null && app.Municipality.ClassesOfUser(u.Id).Count > 1);

    private static async Task<MarksSet> Mark(SkolsynkApp app, params SandboxUser[] persons)
    {
        var set = await app.Database.Write(session =>
            Marks.Set(session, One, MarkOrigin.Operator, persons.Select(person => Guid.Parse(person.Id)).ToHashSet()));
        Assert.True(await app.Database.Scrub());
        return set;
    }

    private static async Task<IReadOnlyList<Person>> Persons(SkolsynkApp app) => (await app.Database.Read(s => RosterStore.Load(One, s))).Roster.Persons;

    private static async Task<IReadOnlyList<IndexRow>> Index(SkolsynkApp app) => (await app.Database.Read(s => RosterStore.LoadIndex(One, s))).Index.Persons;

    private static async Task<LaneRound> FirstDelivery(SkolsynkApp app, CancellationToken cancellation)
    {
        var environment = (await app.Database.Read(ConnectionStore.Environments, cancellation))[0];
        return await new LaneRunner(app.Tools).RunOnce(environment, null, cancellation);
    }

    private static async Task<SandboxUser> FirstThere(SkolsynkApp app, string supplier)
    {
        await Until(() => app.Held(supplier).Count(ScimEndpoint.Users) > 0);
        return app.Municipality.FindUser(app.Held(supplier).All(ScimEndpoint.Users)[0].Id)!;
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 600 && !condition(); i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.True(condition());
    }
}
