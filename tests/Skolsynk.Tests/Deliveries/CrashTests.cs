using Skolsynk.Deliveries;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Expected;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Suppliers;
using Skolsynk.Tests.App;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Deliveries;

/// <summary>
/// A lane that stops at any moment, while the supplier applies and does not answer: the next holder brings everything in step, and
/// nothing that was created and left the scope in between stays behind.
/// </summary>
[Trait("Invariant", "5")]
public sealed class CrashTests(PostgresServer server)
{
    private static readonly MunicipalitySize Tiny = new("tiny", 3, 60, 8, 1);
    private static readonly TimeSpan Attempt = TimeSpan.FromMilliseconds(200);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Engine.Sqlite, 30, 1)]
    [InlineData(Engine.Sqlite, 5, 2)]
    [InlineData(Engine.Postgres, 5, 3)]
    public async Task Whenever_a_lane_stops_the_next_holder_brings_everything_in_step(Engine engine, int rounds, int seed)
    {
        await using var app = await Start(engine);
        var random = new Random(seed);
        IReadOnlyList<string> schools = [];
        for (var round = 0; round < rounds; round++)
        {
            ChangeSomething(app.Municipality, random);
            await app.RunSync();
            await app.ApproveHolds();
            await app.RunSync();
            for (var crash = random.Next(1, 4); crash > 0; crash--)
            {
                schools = await ChooseOtherSchools(app, schools, random);
                await Crash(app, $"owner{round}-{crash}", random);
                app.Receiver("alfa").Faults.Off();
            }
            if (random.Next(2) == 0)
                schools = await ChooseOtherSchools(app, schools, random);
            await InStep(app, $"owner{round}");
            Assert.True(Differences(app, schools).Count == 0, $"round {round} of seed {seed}: {string.Join("; ", Differences(app, schools).Take(3))}");
            Assert.DoesNotContain(await app.Receipts(1), receipt => receipt.Value.Status is not ReceiptStatus.Confirmed);
            Assert.Equal(0, await Windows(app));
        }
    }

    [Fact]
    public async Task What_was_created_before_a_crash_and_then_left_the_scope_is_no_orphan()
    {
        await using var app = await Start(Engine.Sqlite);
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.NoAnswer) { Endpoint = ScimEndpoint.Users, Milliseconds = 400 });
        await app.RunSync();
        await app.DeliverAll(Tools(app, "first"));
        Assert.True(app.Held("alfa").Count(ScimEndpoint.Users) > 0);

        app.Receiver("alfa").Faults.Off();
        await ChooseSchools(app, []);
        await InStep(app, "second");
        Assert.Equal(0, app.Held("alfa").Count(ScimEndpoint.Users));
        Assert.Single(await app.Receipts(1));
    }

    /// <summary>The lane stops in an orderly way, or loses its lease so that no answer of its last moments is recorded.</summary>
    private static async Task Crash(SkolsynkApp app, string owner, Random random)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var receiver = app.Receiver("alfa");
        receiver.Faults.On(new Fault(FaultKind.Slow) { Milliseconds = 3 });
        var requests = receiver.Journal.Counts.Requests + random.Next(0, 80);
        var running = app.DeliverAll(Tools(app, owner), stop.Token);
        while (!running.IsCompleted && receiver.Journal.Counts.Requests < requests)
            await Task.Delay(1, Cancellation);
        if (random.Next(2) == 0)
            receiver.Faults.On(new Fault(FaultKind.NoAnswer) { Requests = random.Next(1, 9), Milliseconds = 400 });
        await Task.Delay(random.Next(0, 25), Cancellation);
        if (random.Next(2) == 0)
            await stop.CancelAsync();
        else
            await app.Database.Write(s => s.Execute("UPDATE lease SET owner = 'another', epoch = epoch + 1, until = 0 WHERE kind = 2"), Cancellation);
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    /// <summary>What the brakes hold is approved at once: here it is the delivery that matters.</summary>
    private static async Task InStep(SkolsynkApp app, string owner)
    {
        for (var pass = 0; pass < 10; pass++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(61));
            await app.ApproveHolds();
            if ((await app.DeliverAll(Tools(app, $"{owner}/{pass}"))).Values.All(result => result.End is PassEnd.Skipped))
                return;
        }
    }

    private static void ChangeSomething(Municipality municipality, Random random)
    {
        var pupils = municipality.Users.Where(user => user.IsStudent && user.AccountEnabled).ToList();
        var school = municipality.Schools[random.Next(municipality.Schools.Count)];
        municipality.AddPupil("Alva", $"Prov{random.Next(26):D2}", school.Id, municipality.ClassesOfSchool(school.Id) is [var first, ..] ? first.Id : null);
        municipality.RemoveUser(pupils[random.Next(pupils.Count)].Id);
        if (random.Next(3) == 0)
            municipality.RecreateAccount(pupils.First(pupil => municipality.FindUser(pupil.Id) is not null).Id);
    }

    private async Task<SkolsynkApp> Start(Engine engine)
    {
        var app = await SkolsynkApp.Start(server, new SandboxOptions { Size = Tiny }, engine);
        await app.Connect("alfa");
        return app;
    }

    private static LaneTools Tools(SkolsynkApp app, string owner) => app.Tools with { Owner = owner, AttemptTimeout = Attempt };

    /// <summary>Ticks or unticks one school at least, so that there is something to do.</summary>
    private static async Task<IReadOnlyList<string>> ChooseOtherSchools(SkolsynkApp app, IReadOnlyList<string> schools, Random random)
    {
        var all = app.Municipality.Schools.Select(school => school.Id).ToList();
        var turned = all[random.Next(all.Count)];
        List<string> others = [.. all.Where(school => schools.Contains(school) != (school == turned || random.Next(4) == 0))];
        await ChooseSchools(app, others);
        return others;
    }

    private static Task ChooseSchools(SkolsynkApp app, IReadOnlyList<string> schools) =>
        app.ChangeScope(1, new ScopeSettings { Schools = [.. schools.Select(Guid.Parse)] });

    private static IReadOnlyList<Divergence> Differences(SkolsynkApp app, IReadOnlyList<string> schools) =>
        app.Differences("alfa", description => description with { Schools = [.. schools] });

    private static Task<long> Windows(SkolsynkApp app) =>
        app.Database.Read(session => session.Scalar<long>("SELECT count(*) FROM send_window"), Cancellation);
}
