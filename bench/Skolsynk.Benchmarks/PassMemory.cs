using System.Diagnostics;
using System.Globalization;
using Skolsynk.Deliveries;
using Skolsynk.Source;
using Skolsynk.Suppliers;
using Skolsynk.Sync;

namespace Skolsynk.Benchmarks;

/// <summary>The most memory that a pass with nothing changed takes above idle, in a process of its own that reads over HTTP.</summary>
internal static class PassMemory
{
    private const double MegaByte = 1 << 20;

    public static async Task<Figure> Measure(Stage stage, SandboxProcess sandbox, Engine engine)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Skolsynk.Benchmarks.dll");
        string[] arguments = [program, "memory", "--existing", stage.Place, "--sandbox", sandbox.BaseUri.ToString()];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var text = (await process.StandardOutput.ReadToEndAsync()).Trim();
        await process.WaitForExitAsync();
        var words = text.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        var above = words[1] - words[0];
        return new Figure("memory of a pass with nothing changed", engine.ToString(), $"{above:0} MB above idle", $"idle {words[0]:0} MB", null,
            new Goal(300, AtLeast: false, " MB", Of: above));
    }

    /// <summary>Two passes in this process; prints idle and peak working set in megabytes.</summary>
    public static async Task RunHere(BenchArguments arguments)
    {
        await using var sandbox = SandboxProcess.At(new Uri(arguments.Sandbox!));
        using var town = await Town.Of(sandbox);
        await using var stage = new Stage(new BenchDatabase(BenchDatabases.Open(arguments.Existing!), arguments.Existing!), Read);
        await stage.Database.Read(ConnectionStore.Environments);
        GC.Collect();
        var idle = Process.GetCurrentProcess().WorkingSet64;
        for (var i = 0; i < 2; i++)
        {
            if (await stage.Sync() is not SyncResult.NothingChanged || (await stage.Deliver()).End is not PassEnd.Skipped)
                throw new InvalidOperationException("The pass was not quiet.");
        }

        var peak = Process.GetCurrentProcess().PeakWorkingSet64;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{idle / MegaByte:0.0} {peak / MegaByte:0.0}"));

        Task<ReadOutcome> Read() =>
            town.Reader.Read(new GraphTenant(town.EntraTenantId, ReadBudget.Confirmed), null, CancellationToken.None);
    }
}
