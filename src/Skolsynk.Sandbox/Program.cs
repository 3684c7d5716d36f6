using System.Diagnostics;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Sds;

const int Done = 0;
const int Failed = 1;
const int BadUsage = 64;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(SandboxArguments.Help);
    return Done;
}

var (arguments, wrong) = SandboxArguments.Parse(args);
if (arguments is null)
{
    await Console.Error.WriteLineAsync($"{wrong}\n\n{SandboxArguments.Help}");
    return BadUsage;
}

try
{
    var options = arguments.Options;
    if (arguments.Sds is { } folder)
    {
        var result = SdsFolder.Load(folder);
        foreach (var problem in result.Problems)
            await Console.Error.WriteLineAsync(problem.ToString());
        options = options with { Municipalities = [result.Municipality], SdsProblems = result.Problems };
    }

    await using var host = await SandboxHost.StartAsync(options);
    Console.WriteLine($"Sandlådan är redo: {host.BaseUri} (HTTP/2: {host.Http2BaseUri})");
    await UntilStopped(host, arguments.Parent);
    return Done;
}
catch (SdsFolderException problem)
{
    await Console.Error.WriteLineAsync($"--sds: {problem.Message}");
    return BadUsage;
}
catch (IOException)
{
    await Console.Error.WriteLineAsync(
        $"Port {arguments.Options.Port} eller {arguments.Options.Port + 1} är upptagen. Välj en annan med --port.");
    return Failed;
}

static async Task UntilStopped(SandboxHost host, int? parent)
{
    using var ended = new CancellationTokenSource();
    var stopped = host.WaitForShutdownAsync(ended.Token);
    if (parent is not { } id)
    {
        await stopped;
        return;
    }

    await Task.WhenAny(stopped, EndOf(id));
    await ended.CancelAsync();
    await stopped;
}

static async Task EndOf(int id)
{
    try
    {
        using var process = Process.GetProcessById(id);
        await process.WaitForExitAsync();
    }
    catch (ArgumentException)
    {
        // It has ended already.
    }
}
