using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Portal.Connections;
using Skolsynk.Rosters;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Tests.App;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Portal;

/// <summary>What an administrator has seen in a preview and approved is asked for no second time; anything beyond it is.</summary>
[Trait("Invariant", "4")]
public sealed class SeenTests(PostgresServer server)
{
    private static readonly TenantId First = new(1);

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task What_was_seen_and_approved_is_removed_without_being_held(Engine engine)
    {
        await using var app = await Delivered(engine);
        var removed = (await ApproveWithoutFirstSchool(app)).Removed;
        var pass = (await app.DeliverAll())["alfa"];
        Assert.Equal((PassEnd.Done, 0), (pass.End, pass.Stays));
        Assert.True(removed > 100);
        Assert.True(pass.Deleted >= removed);
        Assert.Empty(await app.Holds());
    }

    [Fact]
    public async Task What_nobody_has_seen_is_held_although_a_preview_was_approved()
    {
        await using var app = await Delivered(Engine.Sqlite);
        var schools = await app.Database.Read(session => RosterStore.LoadSchools(First, session));
        var seen = (await ApproveWithoutFirstSchool(app)).Losses.ToHashSet();
        // Not by a preview: a file that the operator applies at the same time.
        await app.ChangeScope(1, new ScopeSettings { Schools = [.. schools.Skip(2).Select(school => school.Id)] });
        var pass = (await app.DeliverAll())["alfa"];
        Assert.Equal(PassEnd.Held, pass.End);
        Assert.True(pass.Stays > 20);
        Assert.All(seen.Where(loss => loss is { What: LossKind.Removed, Kind: EntityKind.Person }), loss => Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, $"{loss.Id}")));
        var waiting = (await app.Holds()).SelectMany(hold => hold.Waiting).ToList();
        Assert.NotEmpty(waiting);
        Assert.DoesNotContain(waiting, seen.Contains);
        Assert.All(waiting.Where(loss => loss is { What: LossKind.Removed, Kind: EntityKind.Person }), loss => Assert.NotNull(app.Held("alfa").Find(ScimEndpoint.Users, $"{loss.Id}")));
    }

    [Fact]
    public async Task What_was_approved_and_taken_back_before_it_was_done_is_approved_no_longer()
    {
        await using var app = await Delivered(Engine.Sqlite);
        await ApproveWithoutFirstSchool(app);
        await app.ChangeScope(1, new ScopeSettings { AllSchools = true });
        Assert.Equal(0, (await app.DeliverAll())["alfa"].Deleted);
        Assert.Empty(await app.Holds());
        var schools = await app.Database.Read(session => RosterStore.LoadSchools(First, session));
        await app.ChangeScope(1, new ScopeSettings { Schools = [.. schools.Skip(1).Select(school => school.Id)] });
        var pass = (await app.DeliverAll())["alfa"];
        Assert.Equal((PassEnd.Held, 0), (pass.End, pass.Deleted));
    }

    private static async Task<SettingsPreview> ApproveWithoutFirstSchool(SkolsynkApp app)
    {
        var (view, schools) = await app.Database.Read(session => (ConnectionView.All(session, First)[0], RosterStore.LoadSchools(First, session)));
        var wanted = new ScopeSettings { Schools = [.. schools.Skip(1).Select(school => school.Id)] };
        var id = await PreviewRound.Keep(app.Database, view, wanted);
        var stored = (await app.Database.Read(session => StoredPreview.Load(session, First, 1, id)))!;
        var preview = (await PreviewRound.Of(app.Database, view, wanted)).Preview;
        Assert.Equal(Approved.Done, (await PreviewRound.Approve(app.Database, stored, session => ConnectionView.All(session, First)[0], (_, _) => { })).Result);
        return preview;
    }

    private async Task<SkolsynkApp> Delivered(Engine engine)
    {
        var app = await SkolsynkApp.Start(server, engine: engine);
        await app.Connect("alfa");
        await app.RunSync();
        await app.DeliverAll();
        return app;
    }
}
