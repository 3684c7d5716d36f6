using Skolsynk.Deliveries;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;
using Skolsynk.Tests.App;
using Skolsynk.Tests.Data;
using Skolsynk.Tests.Rosters;
using TenantId = Skolsynk.Data.TenantId;

namespace Skolsynk.Tests.Deliveries;

/// <summary>Employments and Activities that would be made anew under other ids are counted by the plan brake.</summary>
[Trait("Invariant", "4")]
public sealed class RemadeTests(PostgresServer server)
{
    private static readonly Guid Unit = Snapshots.School(1);

    [Theory]
    [InlineData(19, Endpoint.Employments, false)]
    [InlineData(20, Endpoint.Employments, true)]
    [InlineData(9, Endpoint.Activities, false)]
    [InlineData(10, Endpoint.Activities, true)]
    public void So_many_under_other_ids_are_held_although_everybody_stays(int count, Endpoint endpoint, bool held)
    {
        var verdict = Verdict(count, endpoint, letGo: [], (_, id) => !IsOfUnit(id, count, endpoint));
        Assert.Equal(held ? count : 0, verdict.Stays.Count);
        Assert.Equal(held ? 0 : count, verdict.LetThrough.Count);
        Assert.All(verdict.Holds, hold => Assert.All(hold.Losses, loss => Assert.Equal(LossKind.Remade, loss.What)));
    }

    [Theory, InlineData(Endpoint.Employments), InlineData(Endpoint.Activities)]
    public void What_goes_with_its_school_unit_or_with_those_who_were_let_go_is_not_counted_again(Endpoint endpoint)
    {
        var kind = endpoint is Endpoint.Employments ? EntityKind.Person : EntityKind.Group;
        var withUnit = Verdict(50, endpoint, letGo: [], (at, id) => at != Endpoint.SchoolUnits && !IsOfUnit(id, 50, endpoint));
        Assert.Empty(withUnit.Stays);
        Assert.Empty(withUnit.LetThrough);
        var letGo = Enumerable.Range(1, 50).Select(n => (kind, About(kind, n))).ToHashSet();
        var moved = Verdict(50, endpoint, letGo, (_, id) => !IsOfUnit(id, 50, endpoint));
        Assert.Empty(moved.Stays);
        Assert.Empty(moved.LetThrough);
    }

    [Fact]
    public async Task A_rule_that_gives_all_Employments_other_ids_removes_none_until_somebody_says_so()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        await app.RunSync();
        await app.DeliverAll();
        var employments = app.Held("alfa").Count(Skolsynk.Sandbox.Suppliers.ScimEndpoint.Employments);
        Assert.True(employments >= 20);
        await app.Database.Write(session =>
        {
            session.Execute("UPDATE resource SET ext = randomblob(16) WHERE tenant = 1 AND endpoint = @endpoint", ("@endpoint", (short)Endpoint.Employments));
            Skolsynk.Data.InputVersions.Raise(session, new TenantId(1));
        });
        app.Receiver("alfa").Journal.Clear();
        var held = (await app.DeliverAll())["alfa"];
        Assert.Equal((PassEnd.Held, 0, employments), (held.End, held.Deleted, held.Stays));
        Assert.DoesNotContain(app.Receiver("alfa").Journal.Last(1_000), entry => entry.Method == "DELETE");
        await app.ApproveHolds();
        Assert.Equal((PassEnd.Done, employments), (await app.DeliverAll())["alfa"] is var done ? (done.End, done.Deleted) : default);
        Assert.Empty(await app.Holds());
        Assert.Empty(app.Differences("alfa"));
    }

    private static Guid About(EntityKind kind, int n) => kind is EntityKind.Person ? Snapshots.Person(n) : Snapshots.Group(n);

    private static Guid IdOf(Endpoint endpoint, int n) => endpoint is Endpoint.Employments
        ? DerivedIds.OfEmployment(Unit, Snapshots.Person(n)) : DerivedIds.OfActivity(Snapshots.Group(n), Unit);

    private static bool IsOfUnit(Guid id, int count, Endpoint endpoint) => Enumerable.Range(1, count).Any(n => IdOf(endpoint, n) == id);

    private static PlanVerdict Verdict(int count, Endpoint endpoint, HashSet<(EntityKind, Guid)> letGo, Func<Endpoint, Guid, bool> inScope)
    {
        var about = endpoint is Endpoint.Employments ? Endpoint.Users : Endpoint.StudentGroups;
        var kind = about is Endpoint.Users ? EntityKind.Person : EntityKind.Group;
        var numbers = new Dictionary<(Endpoint, Guid), long> { [(Endpoint.SchoolUnits, Unit)] = 1 };
        for (var n = 1; n <= count; n++)
        {
            numbers[(about, About(kind, n))] = 2 * n;
            numbers[(endpoint, IdOf(endpoint, n))] = (2 * n) + 1;
        }
        var receipts = numbers.Values.ToDictionary(rid => rid, _ => new Receipt(ReceiptStatus.Confirmed, 1, 0));
        return PlanBrake.Of(new ReceiptBook(numbers, receipts, []), inScope, Roster.Empty, new PlanRules(BrakeLimits.Default, BrakeMemory.Empty, letGo));
    }
}
