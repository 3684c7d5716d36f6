using Skolsynk.Data;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Storms;

/// <summary>What befalls a real process.</summary>
internal enum RealBlow
{
    /// <summary>It kills itself at a named step.</summary>
    AtStep,

    /// <summary><c>kill -9</c> at any moment.</summary>
    Killed,

    /// <summary>The database server is gone for five seconds.</summary>
    PostgresStopped,

    /// <summary>The disk takes no more bytes.</summary>
    DiskFull,
}

/// <summary>One real storm: a process dies in its first delivery, the source goes on changing, another process brings all in step.</summary>
internal sealed class RealStorm(int seed, PostgresServer server)
{
    /// <summary>A first delivery of this municipality passes each of them; leases that are lost, purges and endings have tests of their own.</summary>
    private static readonly Step[] Steps =
    [
        Step.Read, Step.Compared, Step.Committed, Step.LeaseTaken, Step.WindowWritten, Step.Sent, Step.Answered, Step.ReceiptWritten, Step.WindowClosed,
    ];

    private readonly Random random = new(seed);

    public override string ToString() => $"Real storm {seed}";

    public async Task Run(CancellationToken cancellation)
    {
        var blow = (seed % 10) switch
        {
            0 => RealBlow.PostgresStopped,
            1 => RealBlow.DiskFull,
            < 4 => RealBlow.Killed,
            _ => RealBlow.AtStep,
        };
        await using var own = blow is RealBlow.PostgresStopped ? new PostgresServer() : null;
        var onPostgres = blow is RealBlow.PostgresStopped || (blow is not RealBlow.DiskFull && random.Next(2) == 0);
        await using var stage = await RealStage.Start(onPostgres ? await (own ?? server).NewDatabase() : null);
        stage.Receiver.Faults.On(new Fault(FaultKind.Slow) { Milliseconds = 30 });
        await Strike(blow, stage, own, cancellation);
        Change(stage);
        stage.Receiver.Faults.Off();
        stage.Serve();
        await stage.InStep(TimeSpan.FromSeconds(180), cancellation);
    }

    private async Task Strike(RealBlow blow, RealStage stage, PostgresServer? own, CancellationToken cancellation)
    {
        var step = Steps[random.Next(Steps.Length)];
        var crashAt = $"{char.ToLowerInvariant($"{step}"[0])}{$"{step}"[1..]}:{(step <= Step.Committed ? 1 : step is Step.Sent or Step.Answered ? random.Next(1, 60) : 1 + random.Next(2))}";
        // What the migration left is 200 KB; a first delivery makes it some more.
        var process = stage.Serve(blow is RealBlow.AtStep ? crashAt : null, null, blow is RealBlow.DiskFull ? 500 + random.Next(200) : null);
        switch (blow)
        {
            case RealBlow.AtStep:
                await process.WaitForExit(cancellation).WaitAsync(TimeSpan.FromSeconds(90), cancellation);
                break;
            case RealBlow.Killed:
                await Requests(stage, process, random.Next(0, 120), cancellation);
                break;
            case RealBlow.PostgresStopped:
                await Requests(stage, process, random.Next(10, 80), cancellation);
                await own!.Restart(TimeSpan.FromSeconds(5));
                await Requests(stage, process, 10_000, cancellation, random.Next(0, 8));
                break;
            default:
                await Requests(stage, process, 10_000, cancellation, random.Next(10, 20));
                break;
        }
        await process.Kill();
    }

    /// <summary>Waits until the supplier was asked so often, or for so many seconds.</summary>
    private static async Task Requests(RealStage stage, ServeProcess process, int requests, CancellationToken cancellation, int seconds = 60)
    {
        for (var i = 0; i < seconds * 50 && !process.HasExited && stage.Receiver.Journal.Counts.Requests < requests; i++)
            await Task.Delay(20, cancellation);
    }

    /// <summary>Somebody leaves whom the supplier may have got already, somebody comes, somebody moves.</summary>
    private void Change(RealStage stage)
    {
        var municipality = stage.Sandbox.Municipality;
        var there = stage.Receiver.HeldFor(municipality.EntraTenantId).All(ScimEndpoint.Users).Select(one => one.Id)
            .Where(id => municipality.FindUser(id) is not null).ToList();
        for (var i = 0; i < 3; i++)
        {
            var pupils = municipality.Users.Where(user => user.IsStudent && user.AccountEnabled).ToList();
            var leaver = there.Count > i && random.Next(3) > 0 ? there[^(i + 1)] : pupils[random.Next(pupils.Count)].Id;
            if (municipality.FindUser(leaver) is not null)
                municipality.RemoveUser(leaver);
        }
        var school = municipality.Schools[random.Next(municipality.Schools.Count)];
        municipality.AddPupil("Alva", $"Prov{random.Next(100)}", school.Id, municipality.ClassesOfSchool(school.Id) is [var first, ..] ? first.Id : null);
    }
}
