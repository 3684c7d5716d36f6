namespace Skolsynk.Benchmarks;

/// <summary>A whole read of a large municipality from a stand-in for Graph whose every answer comes 100 ms late.</summary>
internal static class ReadBench
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(100);

    public static async Task Run(Report report)
    {
        await using var sandbox = await SandboxProcess.Start(TownSize.Large);
        using var town = await Town.Of(sandbox);
        await sandbox.SlowGraph(Latency);
        var (snapshot, cost) = await town.Read();
        var seconds = cost.Elapsed.TotalSeconds;
        var least = cost.Calls * Latency.TotalSeconds / town.Options.InFlightPerTenant;
        report.Add(new Figure(
            $"read of {snapshot.Users.Count} persons and {snapshot.Classes.Count} classes, {Latency.TotalMilliseconds:0} ms", "–",
            $"{seconds:0.0} s", $"{least:0.0} s = {cost.Calls} calls × latency / {town.Options.InFlightPerTenant} in flight", seconds / least,
            new Goal(40, AtLeast: false, " s", Of: seconds)));
    }
}
