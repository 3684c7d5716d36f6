using System.Diagnostics;
using System.Text.RegularExpressions;
using Skolsynk.Hosting.Commands;
using Skolsynk.Hosting.Screens;

namespace Skolsynk.Hosting.Demo;

/// <summary>The sandbox as a process of its own, which ends with this one.</summary>
internal sealed partial class SandboxProcess : IAsyncDisposable
{
    private readonly Process process;

    private SandboxProcess(Process process, Uri address, Uri http2)
    {
        this.process = process;
        Address = address;
        Http2 = http2;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
    }

    public Uri Address { get; }

    public Uri Http2 { get; }

    public HttpClient Client { get; }

    /// <summary>Starts it and waits until it answers. What it has to say (rows that cannot be used) is shown.</summary>
    /// <exception cref="UsageException">It did not take its arguments; it has said why.</exception>
    /// <exception cref="CommandFailedException">It did not start.</exception>
    public static async Task<SandboxProcess> Start(string program, IEnumerable<string> arguments, Screen screen, CancellationToken cancellation)
    {
        var isLibrary = program.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(isLibrary ? "dotnet" : program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (isLibrary ? [program] : Array.Empty<string>()).Concat(arguments).Concat(["--parent-pid", $"{Environment.ProcessId}"]))
            start.ArgumentList.Add(argument);
        var process = Process.Start(start) ?? throw new CommandFailedException($"{program} går inte att starta.");
        var said = Say(process.StandardError, screen);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
            {
                if (Ready().Match(line) is { Success: true } ready)
                    return new(process, new Uri(ready.Groups[1].Value), new Uri(ready.Groups[2].Value));
            }
            await Task.WhenAll(process.WaitForExitAsync(cancellation), said);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        throw process.ExitCode == Exit.BadUsage
            ? new UsageException("Sandlådan kan inte starta så.")
            : new CommandFailedException("Sandlådan startade inte.");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static async Task Say(StreamReader errors, Screen screen)
    {
        while (await errors.ReadLineAsync() is { } line)
        {
            if (line.Length > 0)
                screen.Mark(Sign.Look, line);
        }
    }

    [GeneratedRegex(@"(http://\S+?)/? \(HTTP/2: (http://\S+?)/?\)")]
    private static partial Regex Ready();
}
