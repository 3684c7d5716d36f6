using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Skolsynk.Benchmarks;

/// <summary>A sandbox in another process, as a supplier and Microsoft are. It ends with this one.</summary>
internal sealed class SandboxProcess : IAsyncDisposable
{
    private readonly Process? process;

    private SandboxProcess(Process? process, Uri baseUri)
    {
        this.process = process;
        BaseUri = baseUri;
        Http = new HttpClient { BaseAddress = baseUri, Timeout = TimeSpan.FromMinutes(5) };
    }

    public Uri BaseUri { get; }

    public HttpClient Http { get; }

    public static async Task<SandboxProcess> Start(TownSize size)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "skolsynk-sandbox.dll");
        string[] arguments =
        [
            program, "--port", "0", "--size", size.SandboxName, "--parent-pid", Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
        ];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("The sandbox did not start.");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ').FirstOrDefault(word => word.StartsWith("http://", StringComparison.Ordinal)) is { } address)
                return new SandboxProcess(process, new Uri(address));
        }

        throw new InvalidOperationException("The sandbox ended at once.");
    }

    /// <summary>One that another process has started and will end.</summary>
    public static SandboxProcess At(Uri baseUri) => new(null, baseUri);

    /// <summary>The receiver loses all that it holds.</summary>
    public async Task EmptyReceiver() => (await Http.PostAsync("suppliers/bench/reset", null)).EnsureSuccessStatusCode();

    /// <summary>Answers of the receiver come so late; zero: at once.</summary>
    public async Task SlowReceiver(int milliseconds)
    {
        (await Http.DeleteAsync("suppliers/bench/faults")).EnsureSuccessStatusCode();
        if (milliseconds > 0)
            (await Http.PostAsJsonAsync("suppliers/bench/faults", new { kind = "slow", milliseconds })).EnsureSuccessStatusCode();
    }

    /// <summary>Graph's answers come so late.</summary>
    public async Task SlowGraph(TimeSpan delay) =>
        (await Http.PostAsJsonAsync("sandbox/faults", new { kind = "latency", path = "v1.0", delaySeconds = delay.TotalSeconds })).EnsureSuccessStatusCode();

    public async Task<JsonElement> Get(string path) => await Http.GetFromJsonAsync<JsonElement>(path);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (process is null)
            return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
