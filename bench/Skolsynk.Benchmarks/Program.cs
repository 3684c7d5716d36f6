using Skolsynk.Benchmarks;

const int Met = 0;
const int Missed = 1;
const int BadUsage = 64;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(BenchArguments.Help);
    return Met;
}

var (arguments, wrong) = BenchArguments.Parse(args);
if (arguments is null)
{
    await Console.Error.WriteLineAsync($"{wrong}\n\n{BenchArguments.Help}");
    return BadUsage;
}

if (arguments.What == Measured.Memory)
{
    await PassMemory.RunHere(arguments);
    return Met;
}

var report = new Report(Console.Out);
using var databases = new BenchDatabases(arguments.Postgres);
if (arguments.Wants(Measured.Deliver))
    await DeliveryBench.Run(arguments, databases, report);
if (arguments.Wants(Measured.Pass))
    await PassBench.Run(arguments, databases, report);
if (arguments.Wants(Measured.Read))
    await ReadBench.Run(report);
if (arguments.Wants(Measured.Mark))
    await MarkBench.Run(arguments, databases, report);
if (arguments.Wants(Measured.Pages))
    await PageBench.Run(arguments, databases, report);
report.Print();
return report.AllMet ? Met : Missed;
