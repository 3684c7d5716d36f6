using System.Net;
using System.Text.RegularExpressions;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Portal.Connections;
using Skolsynk.Retention;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Stores;
using Skolsynk.Sync;
using Skolsynk.Tenants;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Portal;

/// <summary>What the brakes have set aside, seen and decided by administrators.</summary>
public sealed partial class ReviewTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static readonly TenantId First = new(1);

    [Fact]
    [Trait("Invariant", "1")]
    public async Task An_emptied_school_is_shown_in_counts_and_goes_when_it_is_approved_with_a_reason()
    {
        await using var stage = await PortalStage.Start(server);
        var (school, pupils) = await EmptySchool(stage);
        using var client = await stage.SignedIn("ga", stage.Running);
        Assert.Contains("Granska (1)", await client.Page("/home"), StringComparison.Ordinal);
        Assert.Contains("försvinner ur Microsoft 365 (2\u00A0leverantörer)", await client.Page("/home"), StringComparison.Ordinal);
        Assert.Contains("Spärren håller kvar", await client.Page("/suppliers/alfa"), StringComparison.Ordinal);
        var address = await Address(client);
        var page = await client.Page(address);
        Assert.Contains($"{school.DisplayName} är tom i Microsoft 365", page, StringComparison.Ordinal);
        Assert.Contains("Inget godkänns av sig självt", page, StringComparison.Ordinal);
        Assert.Contains("Hos leverantören", await client.Page("/suppliers/alfa"), StringComparison.Ordinal);
        Assert.DoesNotContain(pupils, pupil => page.Contains(pupil.UserPrincipalName!, StringComparison.Ordinal));
        var names = await client.Page($"{address}?show=names");
        Assert.Contains(pupils, pupil => names.Contains(pupil.UserPrincipalName!, StringComparison.Ordinal));
        Assert.Equal(50, Regex.Count(names, "name=\"row\""));

        var confirm = await Text(await client.Post(address, address, ("answer", "approve"), ("fingerprint", Fingerprint(page))));
        Assert.Contains("När borttagningen har skickats går den inte att ångra härifrån.", confirm, StringComparison.Ordinal);
        Assert.Contains("Hos Alfa", confirm, StringComparison.Ordinal);
        Assert.Contains("Välj ett skäl.", await Text(await Decide(client, address, page, "Approve", ("everything", "true"))), StringComparison.Ordinal);
        Assert.Equal(1, await Waiting(stage));
        Assert.Contains("Beslutet är sparat.", await Text(await Decide(client, address, page, "Approve", ("everything", "true"), ("reason", "2"))), StringComparison.Ordinal);
        await ReadingEnds(stage);
        await stage.App.DeliverAll();
        Assert.DoesNotContain(pupils, pupil => stage.App.Held("alfa").Find(ScimEndpoint.Users, pupil.Id) is not null);
        var decision = (await stage.App.Database.Read(session => DecisionLog.Latest(First, session, 1))).Single();
        Assert.Equal((HoldAnswer.Approved, HoldReason.SchoolClosed), (decision.Answer, decision.Reason));
        Assert.Contains('@', decision.By);
        var entry = (await stage.App.Database.Read(session => AuditLog.Of(session, First, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 0, 50))).First(one => one.Event is AuditEvent.HoldDecided);
        Assert.Equal((decision.Fingerprint, Role.GlobalAdministrator), (entry.Before, entry.Actor.Role));
        Assert.DoesNotContain(await stage.App.Database.Read(session => HoldStore.All(First, session)), hold => hold.Connection == 0);
    }

    [Fact]
    [Trait("Invariant", "1")]
    public async Task What_has_changed_since_it_was_shown_or_was_decided_by_another_is_told_and_not_done()
    {
        await using var stage = await PortalStage.Start(server);
        var (_, pupils) = await EmptySchool(stage, all: false);
        using var first = await stage.SignedIn("ga", stage.Running);
        using var second = await stage.SignedIn("ga", stage.Running);
        var address = await Address(first);
        var seen = await first.Page(address);
        foreach (var pupil in Of(stage, 1).Take(30))
            stage.Running.RemoveUser(pupil.Id);
        stage.Running.RemoveUser(Of(stage, 0)[0].Id);
        await stage.App.RunSync();
        var told = await Text(await Decide(first, address, seen, "Approve", ("everything", "true"), ("reason", "1")));
        Assert.Contains("Granskningen har ändrats sedan du såg den.", told, StringComparison.Ordinal);
        await stage.App.DeliverAll();
        Assert.All(pupils, pupil => Assert.NotNull(stage.App.Held("alfa").Find(ScimEndpoint.Users, pupil.Id)));

        var now = await second.Page(address);
        Assert.Contains("Beslutet är sparat.", await Text(await Decide(second, address, now, "Keep", ("everything", "true"), ("until", Day(stage, 14)))), StringComparison.Ordinal);
        var late = await Text(await Decide(first, address, now, "Approve", ("everything", "true"), ("reason", "1")));
        Assert.Contains("Granskningen är redan beslutad eller finns inte längre.", late, StringComparison.Ordinal);
        Assert.Contains("Behålls till", late, StringComparison.Ordinal);
        await stage.App.RunSync();
        await stage.App.DeliverAll();
        Assert.All(pupils, pupil => Assert.NotNull(stage.App.Held("alfa").Find(ScimEndpoint.Users, pupil.Id)));
    }

    [Fact]
    [Trait("Invariant", "1")]
    public async Task A_part_is_approved_by_rows_and_the_rest_stays_or_is_kept_with_a_date_that_may_be()
    {
        await using var stage = await PortalStage.Start(server);
        var (_, pupils) = await EmptySchool(stage, all: false);
        using var client = await stage.SignedIn("ga", stage.Running);
        var address = await Address(client);
        var page = await client.Page($"{address}?show=names");
        var going = pupils.Take(3).ToList();
        var rows = going.Select(pupil => ("row", Guid.Parse(pupil.Id).ToString("N"))).Append(("byrow", "true")).ToArray();
        Assert.Contains("Välj minst en.", await Text(await client.Post(address, address, ("answer", "some"), ("fingerprint", Fingerprint(page)), ("byrow", "true"))), StringComparison.Ordinal);
        Assert.Contains("Godkänn 3", await Text(await client.Post(address, address, [("answer", "some"), ("fingerprint", Fingerprint(page)), .. rows])), StringComparison.Ordinal);
        Assert.Contains("Beslutet är sparat.", await Text(await Decide(client, address, page, "Approve", [("reason", "3"), .. rows])), StringComparison.Ordinal);
        await ReadingEnds(stage);
        await stage.App.DeliverAll();
        Assert.Equal(going.Select(pupil => pupil.Id).Order(), pupils.Where(pupil => stage.App.Held("alfa").Find(ScimEndpoint.Users, pupil.Id) is null).Select(pupil => pupil.Id).Order());

        page = await client.Page(address);
        foreach (var wrong in new[] { "i morgon", Day(stage, 0), Day(stage, 61) })
            Assert.Contains("aria-invalid", await Text(await Decide(client, address, page, "Keep", ("everything", "true"), ("until", wrong))), StringComparison.Ordinal);
        Assert.Contains("Beslutet är sparat.", await Text(await Decide(client, address, page, "Keep", ("everything", "true"), ("until", Day(stage, 60)))), StringComparison.Ordinal);
        await stage.App.RunSync();
        await stage.App.DeliverAll();
        var view = (await stage.App.Database.Read(session => ConnectionView.All(session, First)))[0];
        Assert.Equal($"I fas, {pupils.Count - 3} behålls till {Day(stage, 60)}", ConnectionStatus.Of(view, null, "Driften").Word);
    }

    [Fact]
    public async Task The_same_person_keeps_her_account_at_the_suppliers_and_another_is_told_what_happens()
    {
        await using var stage = await PortalStage.Start(server);
        var old = Of(stage, 0)[0];
        stage.Running.RecreateAccount(old.Id);
        await stage.App.RunSync();
        using var client = await stage.SignedIn("ga", stage.Running);
        var address = await Address(client);
        var page = await client.Page($"{address}?show=names");
        Assert.Contains("1 adress har bytt konto", page, StringComparison.Ordinal);
        var row = ("row", Guid.Parse(old.Id).ToString("N"));
        Assert.Contains("Den nya personen skickas när borttagningen är bekräftad.",
            await Text(await client.Post(address, address, ("answer", "other"), ("fingerprint", Fingerprint(page)), ("byrow", "true"), row)), StringComparison.Ordinal);
        Assert.Contains("Beslutet är sparat.", await Text(await Decide(client, address, page, "Same", ("byrow", "true"), row)), StringComparison.Ordinal);
        await ReadingEnds(stage);
        await stage.App.DeliverAll();
        Assert.NotNull(stage.App.Held("alfa").Find(ScimEndpoint.Users, old.Id));
        Assert.Equal(0, await Waiting(stage));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    [Trait("Invariant", "4")]
    public async Task A_protected_person_stands_in_no_review_and_is_decided_about_in_none(Engine engine)
    {
        await using var stage = await PortalStage.Start(server, engine);
        var (_, pupils) = await EmptySchool(stage, all: false);
        using var client = await stage.SignedIn("ga", stage.Running);
        var address = await Address(client);
        // A mass of marks: hidden at once, erased only when somebody has confirmed it.
        var hidden = pupils.Take(30).ToList();
        var set = await stage.App.Database.Write(session => Marks.Set(session, First, MarkOrigin.Operator, hidden.Select(pupil => Guid.Parse(pupil.Id)).ToHashSet()));
        Assert.Equal(30, set.Waiting);
        var page = await client.Page($"{address}?show=names");
        Assert.DoesNotContain(hidden, pupil => page.Contains(pupil.UserPrincipalName!, StringComparison.Ordinal) || page.Contains(Guid.Parse(pupil.Id).ToString("N"), StringComparison.Ordinal));
        Assert.Contains($"Det gäller {pupils.Count - 30}", await client.Page(address), StringComparison.Ordinal);
        await Decide(client, address, page, "Approve", ("everything", "true"), ("reason", "1"));
        var items = await stage.App.Database.Read(session => HoldStore.All(First, session).SelectMany(hold => hold.Items).ToList());
        Assert.DoesNotContain(items, item => item.State is HoldState.Approved && hidden.Exists(pupil => Guid.Parse(pupil.Id) == item.Loss.Id));
    }

    [Fact]
    [Trait("Invariant", "7")]
    public async Task Another_municipalitys_review_is_not_there()
    {
        await using var stage = await PortalStage.Start(server);
        await EmptySchool(stage, all: false);
        using var own = await stage.SignedIn("ga", stage.Running);
        var address = await Address(own);
        using var other = await stage.SignedIn("ga", stage.New);
        await other.Page($"{(await other.Once("/setup/consent/start")).Headers.Location}&answer=yes");
        Assert.Equal(HttpStatusCode.NotFound, (await other.Once(address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Post("/suppliers", $"{address}/decide", ("answer", "Approve"), ("everything", "true"), ("reason", "1"), ("fingerprint", Fingerprint(await own.Page(address))))).StatusCode);
        Assert.Equal(1, await Waiting(stage));
    }

    /// <summary>A school that loses all who are at it, or all but one in two of its pupils.</summary>
    internal static async Task<(SandboxSchool School, List<SandboxUser> Pupils)> EmptySchool(PortalStage stage, bool all = true)
    {
        var town = stage.Running;
        var school = town.Schools[0];
        var gone = all ? town.UsersOfSchool(school.Id).ToList() : [.. Of(stage, 0).Where((_, i) => i % 2 == 1)];
        foreach (var user in gone)
            town.RemoveUser(user.Id);
        Assert.IsType<SyncResult.Held>(await stage.App.RunSync());
        await stage.App.DeliverAll();
        return (school, gone);
    }

    internal static async Task ReadingEnds(PortalStage stage)
    {
        for (var i = 0; i < 200 && await stage.App.Database.Read(session => ReadingNow.Load(session, First)) is null; i++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        for (var i = 0; i < 400 && await stage.App.Database.Read(session => ReadingNow.IsRunning(session, First)
            || HoldStore.All(First, session).SelectMany(hold => hold.Items).Any(item => item.State is HoldState.Approved)); i++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        await stage.App.RunSync();
    }

    private static List<SandboxUser> Of(PortalStage stage, int school) =>
        [.. stage.Running.UsersOfSchool(stage.Running.Schools[school].Id).Where(user => user.PrimaryRole == "student" && stage.Running.SchoolsOfUser(user.Id).Count == 1)];

    private static Task<int> Waiting(PortalStage stage) => stage.App.Database.Read(session => ShownHolds.Waiting(First, session));

    private static string Day(PortalStage stage, int days) => Skolsynk.Portal.Frame.Text.Date(stage.App.Clock.GetUtcNow().AddDays(days));

    private static async Task<string> Address(PortalClient client) => Link().Match(await client.Page("/reviews")).Groups[1].Value;

    private static string Fingerprint(string page) => Print().Match(page).Groups[1].Value;

    private static Task<HttpResponseMessage> Decide(PortalClient client, string address, string seen, string answer, params (string, string)[] fields) =>
        client.Post("/reviews", $"{address}/decide", [("answer", answer), ("fingerprint", Fingerprint(seen)), .. fields]);

    private static async Task<string> Text(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    [GeneratedRegex("href=\"(/reviews/[0-9a-f]{32})\"")]
    private static partial Regex Link();

    [GeneratedRegex("name=\"fingerprint\" value=\"([0-9a-f]+)\"")]
    private static partial Regex Print();
}
