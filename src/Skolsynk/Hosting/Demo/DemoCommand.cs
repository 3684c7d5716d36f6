using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Skolsynk.Hosting.Commands;
using Skolsynk.Hosting.Screens;
using Skolsynk.Hosting.Serving;
using Skolsynk.Hosting.Settings;

namespace Skolsynk.Hosting.Demo;

/// <summary>How the demonstration is started.</summary>
/// <param name="Folder">Where database, settings and apply file are put.</param>
/// <param name="SandboxProgram">The program of the sandbox.</param>
/// <param name="Sds">A folder of SDS files; null: a generated municipality.</param>
internal sealed record DemoOptions(string Folder, string SandboxProgram, int Port, string Size, string? Sds, bool Once);

/// <summary>
/// <c>demo</c>, which <c>./run</c> calls: the main job before one's eyes, with the sandbox in the place of Microsoft and of the
/// suppliers, and every other part real.
/// </summary>
internal static class DemoCommand
{
    private static readonly string[] Sizes = ["small", "medium", "large"];

    public static Command Build(Screen screen)
    {
        var folder = new Option<string>("--folder") { DefaultValueFactory = _ => "var" };
        var program = new Option<string>("--sandbox");
        var port = new Option<int>("--port") { DefaultValueFactory = _ => 5180 };
        var size = new Option<string?>("--size");
        var sds = new Option<string?>("--sds");
        var once = new Option<bool>("--once");
        var command = new Command("demo", "Visar hela vägen med sandlådan") { folder, program, port, size, sds, once };
        command.Hidden = true;
        command.SetAction((parsed, cancellation) =>
        {
            var options = new DemoOptions(parsed.GetValue(folder)!, parsed.GetValue(program) ?? throw new UsageException("--sandbox saknas."),
                parsed.GetValue(port), parsed.GetValue(size) ?? "small", parsed.GetValue(sds), parsed.GetValue(once));
            if (!Sizes.Contains(options.Size))
                throw new UsageException($"--size {options.Size} går inte: välj {string.Join(", ", Sizes)}.");
            if (options.Sds is not null && parsed.GetValue(size) is not null)
                throw new UsageException("--sds och --size kan inte användas tillsammans.");
            return Run(options, screen, cancellation);
        });
        return command;
    }

    private static async Task<int> Run(DemoOptions demo, Screen screen, CancellationToken cancellation)
    {
        if (!OptionsReader.IsDevelopment(Environment.GetEnvironmentVariable))
            throw new CommandFailedException("Sandlådan körs bara i Development (DOTNET_ENVIRONMENT=Development).");
        var database = FreshDatabase(demo.Folder);
        await using var sandbox = await SandboxProcess.Start(demo.SandboxProgram, Arguments(demo), screen, cancellation);
        var setup = new SandboxSetup(sandbox);
        if (demo.Size == "large")
            await setup.SetRate("beta", 2_000, cancellation);
        var (settings, apply) = (Path.Combine(demo.Folder, "skolsynk.json"), Path.Combine(demo.Folder, "sandbox.json"));
        await Write(settings, Settings(database, sandbox, demo.Port), cancellation);
        await Write(apply, await setup.ApplyFile(cancellation), cancellation);
        var options = new OptionsReader(Configured.Read(settings, new System.Collections.Hashtable()), development: true).Read();
        await using var installation = new Installation(options, TimeProvider.System, NullLoggerFactory.Instance);
        await MigrateCommand.Ensure(installation, cancellation);
        await JournalGate.Open(installation, screen, cancellation);
        var desk = new Desk(installation, screen, Environment.CurrentDirectory, _ => null);
        return await new DemoStory(desk, sandbox, setup, demo).Run(apply, settings, cancellation);
    }

    private static IEnumerable<string> Arguments(DemoOptions demo) =>
        ["--port", $"{demo.Port}", "--newcomers", "1", .. demo.Sds is { } sds ? new[] { "--sds", sds } : ["--size", demo.Size]];

    /// <summary>Each demonstration starts from nothing.</summary>
    private static string FreshDatabase(string folder)
    {
        Directory.CreateDirectory(folder);
        var database = Path.GetFullPath(Path.Combine(folder, "skolsynk.db"));
        if (ServeLock.IsHeld(database))
            throw new CommandFailedException($"./run kör redan på {database}. Avsluta den först (Ctrl-C).");
        foreach (var file in new[] { database, database + "-wal", database + "-shm" })
            File.Delete(file);
        if (Directory.Exists(database + ".erasures"))
            Directory.Delete(database + ".erasures", recursive: true);
        return database;
    }

    /// <summary>The settings as a file, so that the operator's commands work against the same database.</summary>
    private static JsonObject Settings(string database, SandboxProcess sandbox, int port) => new()
    {
        ["Skolsynk"] = new JsonObject
        {
            ["Database"] = $"sqlite:{database}",
            ["Socket"] = database.Length < 80 ? database + ".socket" : Path.Combine(Path.GetTempPath(), $"skolsynk-{Environment.ProcessId}.socket"),
            ["Address"] = $"http://127.0.0.1:{(port == 0 ? FreePort() : port + 2)}",
            ["Portal"] = new JsonObject
            {
                ["Address"] = $"http://127.0.0.1:{(port == 0 ? FreePort() : port + 3)}",
                ["Register"] = new Uri(sandbox.Address, "/skolenhetsregistret").ToString(),
            },
            ["Sync"] = new JsonObject { ["IntervalSeconds"] = 15 },
            ["Graph"] = new JsonObject { ["BaseUrl"] = $"{sandbox.Address.ToString().TrimEnd('/')}/v1.0" },
            ["Entra"] = new JsonObject
            {
                ["Instance"] = sandbox.Address.ToString().TrimEnd('/'),
                ["ClientId"] = "7a3c1d52-4f0e-4f2b-9a61-2f6f5d0c8e11",
                ["ClientSecret"] = "sandbox-secret",
            },
        },
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task Write(string file, JsonObject content, CancellationToken cancellation) =>
        File.WriteAllTextAsync(file, content.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), cancellation);
}
