using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Hosting.Commands;
using Skolsynk.Hosting.Serving;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;

namespace Skolsynk.Tests.Hosting;

public sealed class CommandTests
{
    private const string Setup = """
        { "suppliers": [ { "key": "alfa", "name": "Alfa", "environments": [ { "kind": "production", "address": "https://alfa.example" } ] } ],
          "tenants": [ { "key": "ekhult", "name": "Ekhult", "entraTenantId": "0b1c2d3e-0000-4000-8000-000000000001",
            "connections": [ { "supplier": "alfa", "environment": "production", "keyEnv": "ALFA", "scope": { "schools": "all" } } ] } ] }
        """;

    [Fact]
    public async Task Apply_writes_everything_once_and_the_second_time_nothing()
    {
        await using var console = new TestConsole();
        await File.WriteAllTextAsync(console.File("a.json"), Setup);
        Assert.Equal(Exit.Done, await console.Run("apply", "a.json", "--dry-run"));
        Assert.Contains("+ leverantör alfa (ny)", console.Lines);
        Assert.Contains("    name: Alfa", console.Lines);
        Assert.Empty(await console.Installation.Database.Read(ConnectionStore.Environments));

        Assert.Equal(Exit.Done, await console.Run("apply", "a.json", "--yes"));
        var connection = Assert.Single(await console.Installation.Database.Read(s => ConnectionStore.OfTenant(s, new TenantId(1))));
        Assert.Equal("hemlig", console.Installation.Secrets.Open(connection.Tenant, connection.Id, connection.SealedKey!));
        Assert.DoesNotContain("hemlig", connection.SealedKey, StringComparison.Ordinal);
        Assert.Equal(1, (await console.Installation.Database.Read(s => ConnectionStates.Load(s, connection.Tenant, connection.Id)))?.InputV);

        Assert.Equal(Exit.Done, await console.Run("apply", "a.json", "--yes"));
        Assert.Contains("Inga skillnader", console.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await console.Installation.Database.Read(s => ConnectionStates.Load(s, connection.Tenant, connection.Id)))?.InputV);
    }

    [Fact, Trait("Invariant", "4")]
    public async Task Protected_persons_are_marked_by_a_file_and_the_list_replaces_the_list()
    {
        await using var console = new TestConsole();
        await File.WriteAllTextAsync(console.File("a.json"), Setup);
        await console.Run("apply", "a.json", "--yes");
        const string ids = "\"0b1c2d3e-0000-4000-8000-00000000aaaa\", \"elev-7\"";
        await File.WriteAllTextAsync(console.File("b.json"), $$"""{ "tenants": [ { "key": "ekhult", "protected": [ {{ids}} ] } ] }""");
        Assert.Equal(Exit.Done, await console.Run("apply", "b.json", "--yes"));
        Assert.Equal(2, (await console.Installation.Database.Read(s => ProtectedPersons.Load(s, new TenantId(1)))).All.Count);
        Assert.Equal(2, (await console.Installation.Database.Read(s => ConnectionStates.Load(s, new TenantId(1), 1)))?.Epoch);
        Assert.Equal(Exit.Done, await console.Run("apply", "b.json", "--yes"));
        Assert.Contains("Inga skillnader", console.Output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(console.File("c.json"), """{ "tenants": [ { "key": "ekhult", "approveProtected": 3 } ] }""");
        Assert.Equal(Exit.Failed, await console.Run("apply", "c.json", "--yes"));
        Assert.Contains("0 skyddade personer väntar", console.Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(console.File("d.json"), """{ "tenants": [ { "key": "ekhult", "protected": [] } ] }""");
        Assert.Equal(Exit.Done, await console.Run("apply", "d.json", "--yes"));
        Assert.Empty((await console.Installation.Database.Read(s => ProtectedPersons.Load(s, new TenantId(1)))).All);
    }

    [Fact]
    public async Task What_a_file_changes_stands_in_the_log_of_its_municipality_without_keys_and_ids_of_persons()
    {
        await using var console = new TestConsole();
        await File.WriteAllTextAsync(console.File("a.json"), Setup);
        await console.Run("apply", "a.json", "--yes");
        await File.WriteAllTextAsync(console.File("b.json"), """{ "tenants": [ { "key": "ekhult", "name": "Ekhults kommun", "protected": [ "elev-7" ] } ] }""");
        await console.Run("apply", "b.json", "--yes");
        await console.Run("apply", "b.json", "--yes");
        var entries = await console.Installation.Database.Read(s => AuditLog.Of(s, new TenantId(1), DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 0, 50));
        Assert.All(entries, one => Assert.Equal((AuditActor.Operator, AuditEvent.SettingsApplied), (one.Actor, one.Event)));
        Assert.Equal(["kommun ekhult", "kommun ekhult → alfa, production", "kommun ekhult"], entries.Select(one => one.Concerns));
        Assert.Equal(("name: Ekhult", "name: Ekhults kommun; protected: 1 st"), (entries[0].Before, entries[0].After));
        Assert.Contains("key: (dold, ny)", entries[1].After, StringComparison.Ordinal);
        Assert.DoesNotContain("hemlig", $"{entries[1]}", StringComparison.Ordinal);
    }

    [Fact, Trait("Invariant", "9")]
    public async Task What_ended_leaves_a_receipt_and_its_numbers_are_never_given_again()
    {
        await using var console = new TestConsole();
        await File.WriteAllTextAsync(console.File("a.json"), Setup);
        await console.Run("apply", "a.json", "--yes");
        Assert.Equal(Exit.Failed, await console.Run("end", "--tenant", "ekhult", "--supplier", "alfa", "--keep-at-supplier"));
        Assert.Single(await console.Installation.Database.Read(s => ConnectionStore.OfTenant(s, new TenantId(1))));
        Assert.Equal(Exit.Done, await console.Run("end", "--tenant", "ekhult", "--supplier", "alfa", "--keep-at-supplier", "--yes"));
        await console.Run("apply", "a.json", "--yes");
        Assert.Equal(2, Assert.Single(await console.Installation.Database.Read(s => ConnectionStore.OfTenant(s, new TenantId(1)))).Id);

        Assert.Equal(Exit.Done, await console.Run("end", "--tenant", "ekhult", "--all", "--delete-at-supplier", "--yes"));
        Assert.Contains("ekhult: avslutad", console.Output, StringComparison.Ordinal);
        await console.Run("apply", "a.json", "--yes");
        Assert.Empty(await console.Installation.Database.Read(s => ConnectionStore.OfTenant(s, new TenantId(1))));
        Assert.Single(await console.Installation.Database.Read(s => ConnectionStore.OfTenant(s, new TenantId(2))));
    }

    [Fact]
    public async Task A_change_of_the_catalogue_raises_the_connections_of_that_supplier()
    {
        await using var console = new TestConsole();
        await File.WriteAllTextAsync(console.File("a.json"), Setup);
        await console.Run("apply", "a.json", "--yes");
        await File.WriteAllTextAsync(console.File("b.json"), """{ "suppliers": [ { "key": "alfa", "profile": { "groups": "classes" } } ] }""");
        Assert.Equal(Exit.Done, await console.Run("apply", "b.json", "--yes"));
        Assert.Contains("    profile.groups: all → classes", console.Lines);
        Assert.Equal(2, (await console.Installation.Database.Read(s => ConnectionStates.Load(s, new TenantId(1), 1)))?.InputV);
    }

    [Theory]
    [InlineData(Endpoint.Organisations, Exit.Done)]
    [InlineData(Endpoint.SchoolUnits, Exit.Failed)]
    public async Task A_connection_goes_when_the_supplier_has_nothing_of_it_but_its_organisation(Endpoint held, int exit)
    {
        await using var console = new TestConsole();
        await File.WriteAllTextAsync(console.File("a.json"), Setup);
        await console.Run("apply", "a.json", "--yes");
        await console.Installation.Database.Write(session =>
        {
            var rid = ReceiptStore.Number(session, new TenantId(1), [(held, Guid.CreateVersion7())]).Values.Single();
            session.Upsert(ReceiptTables.Receipt, [[1, 1, rid, session.Now, (short)ReceiptStatus.Confirmed, new byte[16]]]);
        });
        await File.WriteAllTextAsync(console.File("b.json"), """
            { "tenants": [ { "key": "ekhult", "connections": [ { "supplier": "alfa", "environment": "production", "remove": true } ] } ] }
            """);
        Assert.Equal(exit, await console.Run("apply", "b.json", "--yes"));
    }

    [Fact]
    public async Task Without_yes_and_without_anyone_to_ask_nothing_is_changed()
    {
        await using var console = new TestConsole();
        await File.WriteAllTextAsync(console.File("a.json"), Setup);
        Assert.Equal(Exit.Failed, await console.Run("apply", "a.json"));
        Assert.Empty(await console.Installation.Database.Read(ConnectionStore.Environments));
    }

    [Fact]
    public async Task A_bad_file_changes_nothing_and_every_fault_is_named()
    {
        await using var console = new TestConsole();
        await File.WriteAllTextAsync(console.File("a.json"), Setup.Replace("\"all\"", "\"some\"", StringComparison.Ordinal)
            .Replace("https://alfa", "ftp://alfa", StringComparison.Ordinal));
        Assert.Equal(Exit.Failed, await console.Run("apply", "a.json", "--yes"));
        Assert.Contains("a.json, rad 1", console.Output, StringComparison.Ordinal);
        Assert.Contains("a.json, rad 3", console.Output, StringComparison.Ordinal);
        Assert.Empty(await console.Installation.Database.Read(ConnectionStore.Environments));
    }

    [Theory]
    [InlineData("sync")]
    [InlineData("sync", "--tenant")]
    [InlineData("sync", "--tenant", "x", "--all")]
    [InlineData("sync", "--tenant", "unknown")]
    [InlineData("apply")]
    [InlineData("apply", "nowhere.json")]
    [InlineData("resend", "--tenant", "x")]
    [InlineData("holds", "show")]
    [InlineData("holds", "show", "ekhult")]
    [InlineData("holds", "approve", "ekhult/1")]
    [InlineData("holds", "same", "ekhult/1")]
    [InlineData("holds", "other", "--fingerprint", "1f0c")]
    [InlineData("holds", "separate", "--tenant", "ekhult", "--account", "alva")]
    [InlineData("holds", "keep", "ekhult/1", "--until", "snart")]
    [InlineData("fetch")]
    [InlineData("status", "--unknown")]
    [InlineData("end", "--tenant", "x", "--all")]
    [InlineData("end", "--tenant", "x", "--keep-at-supplier")]
    [InlineData("end", "--tenant", "x", "--all", "--keep-at-supplier", "--delete-at-supplier")]
    public async Task Bad_usage_is_64_and_says_how_to_get_help(params string[] arguments)
    {
        await using var console = new TestConsole();
        Assert.Equal(Exit.BadUsage, await console.Run(arguments));
        Assert.StartsWith("Hjälp: skolsynk", console.Lines[^1], StringComparison.Ordinal);
    }

    [Theory, InlineData("holds", "same"), InlineData("suppliers", "confirm"), InlineData("backup", "")]
    public async Task Help_is_named_as_it_is_typed(string command, string under)
    {
        await using var console = new TestConsole();
        string[] arguments = under.Length == 0 ? [command] : [command, under];
        Assert.Equal(Exit.BadUsage, await console.Run(arguments));
        Assert.Equal($"Hjälp: skolsynk {string.Join(' ', arguments)} --help", console.Lines[^1]);
    }

    [Fact]
    public async Task Every_command_has_help()
    {
        await using var console = new TestConsole();
        Assert.Equal(Exit.Done, await console.Run("--help"));
        foreach (var command in new[] { "sync", "apply", "suppliers", "status", "holds", "resend", "check", "migrate" })
        {
            Assert.Equal(Exit.Done, await console.Run(command, "--help"));
            Assert.Contains("Användning:", console.Lines);
        }
    }

    [Fact]
    public async Task Limits_of_the_brakes_are_set_shown_and_taken_back()
    {
        await using var console = new TestConsole();
        await File.WriteAllTextAsync(console.File("a.json"), Setup);
        await console.Run("apply", "a.json", "--yes");
        async Task<BrakeLimits?> Set(string brake)
        {
            await File.WriteAllTextAsync(console.File("b.json"), $$"""{ "tenants": [ { "key": "ekhult", "brake": {{brake}} } ] }""");
            await console.Run("apply", "b.json", "--yes");
            return await console.Installation.Database.Read(s =>
            {
                using var context = s.Context();
                return context.Set<Skolsynk.Tenants.Tenant>().Single().BrakeLimits;
            });
        }
        Assert.Equal(BrakeLimits.Default with { School = new(25, 10) }, await Set("""{ "school": { "percent": 25 } }"""));
        Assert.Contains("school 25 % och minst 10", console.Output, StringComparison.Ordinal);
        Assert.Equal(new Limit(30, 40), (await Set("""{ "class": { "percent": 30, "floor": 40 } }"""))?.Class);
        Assert.Equal(new Limit(25, 10), (await Set("""{ "school": { "percent": 0 } }"""))?.School);
        Assert.Null(await Set("null"));
    }

    [Fact, Trait("Invariant", "1")]
    public async Task A_declared_window_raises_the_limits_between_two_days_and_ends_by_itself()
    {
        await using var console = new TestConsole();
        await File.WriteAllTextAsync(console.File("a.json"), Setup);
        await console.Run("apply", "a.json", "--yes");
        async Task<int> Set(string window)
        {
            await File.WriteAllTextAsync(console.File("b.json"), $$"""{ "tenants": [ { "key": "ekhult", "brakeWindow": {{window}} } ] }""");
            return await console.Run("apply", "b.json", "--yes");
        }
        Assert.Equal(Exit.Failed, await Set("""{ "from": "2027-06-10" }"""));
        Assert.Equal(Exit.Failed, await Set("""{ "from": "2027-06-10", "to": "2027-06-01" }"""));
        Assert.Equal(Exit.Failed, await Set("""{ "from": "2027-06-10", "to": "2027-12-01" }"""));
        Assert.Equal(Exit.Done, await Set("""{ "from": "2999-06-10", "to": "2999-08-20", "personsInWeek": { "percent": 40 } }"""));
        await console.Run("status");
        Assert.Contains("2999-06-10 till 2999-08-20", console.Output, StringComparison.Ordinal);
        var window = new BrakeWindow(new(2027, 6, 10), new(2027, 8, 20), BrakeLimits.Default);
        Assert.Equal([false, true, true, false], new[] { "2027-06-09T23:59Z", "2027-06-10T00:00Z", "2027-08-20T23:59Z", "2027-08-21T00:00Z" }
            .Select(at => window.Covers(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds())));
        Assert.Equal(Exit.Done, await Set("null"));
    }

    [Fact, Trait("Invariant", "12")]
    public async Task A_school_unit_code_belongs_to_one_municipality_at_each_supplier()
    {
        await using var console = new TestConsole();
        await File.WriteAllTextAsync(console.File("a.json"), """
            {
              "suppliers": [ { "key": "alfa", "name": "Alfa", "profile": { "key": "shared" }, "environments": [ { "kind": "production", "address": "http://127.0.0.1:1/a" }, { "kind": "test", "address": "http://127.0.0.1:1/b" } ] } ],
              "tenants": [
                { "key": "ekhult", "name": "Ekhult", "entraTenantId": "5a3e2c10-7b64-4d0e-9f21-0c8d6b1e4a77", "codes": [ { "school": "0c4f9a52-61de-4b3a-8f17-25d9e3a7b610", "code": "99990001" } ],
                  "connections": [ { "supplier": "alfa", "environment": "production", "key": "k", "scope": { "schools": "all" } } ] },
                { "key": "norrboda", "name": "Norrboda", "entraTenantId": "5a3e2c10-7b64-4d0e-9f21-0c8d6b1e4a78", "codes": [ { "school": "0c4f9a52-61de-4b3a-8f17-25d9e3a7b611", "code": "99990001" } ],
                  "connections": [ { "supplier": "alfa", "environment": "test", "key": "k", "scope": { "schools": "all" } } ] }
              ]
            }
            """);
        Assert.Equal(Exit.Done, await console.Run("apply", "a.json", "--yes"));
        await File.WriteAllTextAsync(console.File("b.json"), """
            { "tenants": [ { "key": "norrboda", "connections": [ { "supplier": "alfa", "environment": "production", "key": "k", "scope": { "schools": "all" } } ] } ] }
            """);
        Assert.Equal(Exit.Failed, await console.Run("apply", "b.json", "--yes"));
        Assert.Contains("99990001", console.Output, StringComparison.Ordinal);
        Assert.Contains("ekhult, norrboda", console.Output, StringComparison.Ordinal);

        await console.Run("status", "--tenant", "ekhult");
        Assert.Contains("väntar på bekräftelse", console.Output, StringComparison.Ordinal);
        Assert.Equal(Exit.BadUsage, await console.Run("suppliers", "confirm", "--tenant", "norrboda", "--supplier", "alfa"));
        Assert.Equal(Exit.Done, await console.Run("suppliers", "confirm", "--tenant", "ekhult", "--supplier", "alfa"));
        await console.Run("status", "--tenant", "ekhult");
        Assert.DoesNotContain("väntar på bekräftelse", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Holds_are_listed_shown_approved_and_kept()
    {
        await using var console = new TestConsole();
        await File.WriteAllTextAsync(console.File("a.json"), Setup);
        await console.Run("apply", "a.json", "--yes");
        Assert.Equal(Exit.Done, await console.Run("holds"));
        Assert.Contains("Inget väntar på beslut.", console.Output, StringComparison.Ordinal);

        var ids = Enumerable.Range(1, 3).Select(n => new Guid($"00000000-0000-4000-8000-00000000000{n}")).ToArray();
        Hold hold = new(new HoldPlace(HoldCause.Persons), [.. ids.Select(id => new Loss(LossKind.Removed, EntityKind.Person, id))]);
        await console.Installation.Database.Write(s => HoldStore.Record(new TenantId(1), s, 0, [hold], new HashSet<Loss>()));
        Task<string> Code() => console.Installation.Database.Read(s => HoldStore.All(new TenantId(1), s)[0].Fingerprint);
        var code = await Code();

        await console.Run("holds", "--tenant", "ekhult");
        Assert.Contains("ekhult/1", console.Output, StringComparison.Ordinal);
        Assert.Contains(code, console.Output, StringComparison.Ordinal);
        Assert.Equal(Exit.Done, await console.Run("holds", "show", "ekhult/1", "--names"));
        Assert.All(ids, id => Assert.Contains($"{id}", console.Output, StringComparison.Ordinal));
        Assert.Contains("Om ingen beslutar", console.Output, StringComparison.Ordinal);

        Assert.Equal(Exit.Failed, await console.Run("holds", "approve", "ekhult/1", "--fingerprint", "annan"));
        Assert.Equal(Exit.Failed, await console.Run("holds", "approve", "ekhult/7", "--fingerprint", code));
        Assert.Equal(Exit.Done, await console.Run("holds", "approve", "ekhult/1", "--fingerprint", code, "--only", $"{ids[0]}"));
        Assert.NotEqual(code, await Code());
        Assert.Equal(Exit.Done, await console.Run("holds", "keep", "ekhult/1", "--until", "2999-01-01"));
        var log = await console.Installation.Database.Read(s => AuditLog.Of(s, new TenantId(1), DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 0, 2));
        Assert.All(log, one => Assert.Equal((AuditActor.Operator, AuditEvent.HoldDecided, "Granskning 1"), (one.Actor, one.Event, one.Concerns)));
        Assert.Equal(["behålls till 2999-01-01, 2 st", "godkänt, 1 st"], log.Select(one => one.After));
        Assert.Equal(code, log[1].Before);
        await console.Run("holds", "show", "ekhult/1");
        Assert.Contains("godkänt", console.Output, StringComparison.Ordinal);
        Assert.Contains("behålls till 2999-01-01", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_account_with_an_old_name_is_answered_same_or_other_and_who_answered_is_kept()
    {
        await using var console = new TestConsole();
        await File.WriteAllTextAsync(console.File("a.json"), Setup);
        await console.Run("apply", "a.json", "--yes");
        Guid Id(int n) => new($"00000000-0000-4000-8000-00000000000{n}");
        Hold hold = new(new HoldPlace(HoldCause.Succession),
        [
            new(LossKind.Succeeded, EntityKind.Person, Id(1), Id(2)), new(LossKind.Succeeded, EntityKind.Person, Id(3), Id(4)),
            new(LossKind.NameTaken, EntityKind.Person, Id(5), Id(6)), new(LossKind.Succeeded, EntityKind.Person, Id(7), Id(6)),
        ]);
        await console.Installation.Database.Write(s => HoldStore.Record(new TenantId(1), s, 0, [hold], new HashSet<Loss>()));
        async Task<int> Answer(string answer, params int[] only) => await console.Run("holds", answer, "ekhult/1", "--fingerprint",
            await console.Installation.Database.Read(s => HoldStore.All(new TenantId(1), s)[0].Fingerprint), "--only", string.Join(',', only.Select(Id)));

        await console.Run("holds", "show", "ekhult/1");
        Assert.Contains("holds same ekhult/1", console.Output, StringComparison.Ordinal);
        Assert.Contains("holds other ekhult/1", console.Output, StringComparison.Ordinal);
        Assert.Equal(Exit.Failed, await Answer("approve", 1));
        Assert.Contains("samma person", console.Output, StringComparison.Ordinal);
        Assert.Equal(Exit.Failed, await Answer("same", 5));
        Assert.Contains("finns kvar i Microsoft 365", console.Output, StringComparison.Ordinal);
        Assert.Equal(Exit.Done, await Answer("same", 1));
        Assert.Equal(Exit.Done, await Answer("other", 3));
        Assert.Equal(Id(1), (await console.Installation.Database.Read(s => PersonAliases.Load(s, new TenantId(1)))).PersonOf(Id(2)));

        await console.Run("holds", "decisions");
        Assert.Contains("samma person", console.Output, StringComparison.Ordinal);
        Assert.Contains("annan person", console.Output, StringComparison.Ordinal);
        Assert.Contains("greta", console.Output, StringComparison.Ordinal);
        Assert.Equal(Exit.Failed, await console.Run("holds", "separate", "--tenant", "ekhult", "--account", $"{Id(9)}"));
        Assert.Equal(Exit.Done, await console.Run("holds", "separate", "--tenant", "ekhult", "--account", $"{Id(2)}"));
        Assert.True((await console.Installation.Database.Read(s => PersonAliases.Load(s, new TenantId(1)))).IsEmpty);
    }

    [Fact]
    public async Task Status_and_suppliers_show_what_is_set()
    {
        await using var console = new TestConsole();
        await File.WriteAllTextAsync(console.File("a.json"), Setup);
        await console.Run("apply", "a.json", "--yes");
        Assert.Equal(Exit.Done, await console.Run("status", "--tenant", "ekhult", "--schools"));
        Assert.Contains("inte läst än", console.Output, StringComparison.Ordinal);
        Assert.Equal(Exit.Done, await console.Run("suppliers"));
        Assert.Contains("https://alfa.example", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_reach_the_service_through_its_socket_and_no_one_else_can_open_it()
    {
        await using var console = new TestConsole();
        await console.Run("status");
        await File.WriteAllTextAsync(console.File("a.json"), Setup.Replace("\"keyEnv\": \"ALFA\"", "\"key\": \"x\"", StringComparison.Ordinal));
        await using var server = await Server.Start(console.Installation, Server.NewLanes(console.Installation), TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(console.Options.Socket!));

        var client = new SocketClient(console.Options.Socket!, console.Screen);
        console.Lines.Clear();
        Assert.Equal(Exit.Done, await client.Run(["apply", console.File("a.json"), "--dry-run"], TestContext.Current.CancellationToken));
        Assert.Contains("+ kommun ekhult (ny)", console.Lines);
        Assert.Equal(Exit.BadUsage, await client.Run(["sync"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_second_service_on_the_same_file_is_refused()
    {
        await using var console = new TestConsole();
        await console.Run("status");
        await using var server = await Server.Start(console.Installation, Server.NewLanes(console.Installation), TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<CommandFailedException>(() =>
            Server.Start(console.Installation, Server.NewLanes(console.Installation), TestContext.Current.CancellationToken));
        Assert.Contains("En annan process kör redan", refused.Message, StringComparison.Ordinal);
    }
}
