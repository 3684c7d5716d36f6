using System.Net.Sockets;
using System.Text.Json;
using Skolsynk.Hosting.Commands;
using Skolsynk.Hosting.Screens;
using Skolsynk.Hosting.Settings;

namespace Skolsynk.Hosting.Serving;

/// <summary>Has a running <c>serve</c> run a command, through its Unix socket.</summary>
internal sealed class SocketClient(string socket, Screen screen)
{
    public async Task<int> Run(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        if (!arguments.Contains("apply") || arguments.Contains("--yes") || arguments.Contains("--dry-run"))
            return await Send(arguments, cancellation);
        var seen = await Send([.. arguments, "--dry-run"], cancellation);
        if (seen != Exit.Done)
            return seen;
        if (screen.Ask("Gör ändringarna?") is true)
            return await Send([.. arguments, "--yes"], cancellation);
        screen.Line("Inget är ändrat. Lägg till --yes för att ändra utan fråga, --dry-run för att bara se.");
        return Exit.Failed;
    }

    private async Task<int> Send(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        using var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = Connect }) { Timeout = Timeout.InfiniteTimeSpan };
        using var message = new HttpRequestMessage(HttpMethod.Post, "http://localhost/command")
        {
            Content = JsonContent.Create(new SocketRequest(arguments, Environment.CurrentDirectory, Variables(arguments)), options: SocketLine.Json),
        };
        try
        {
            using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
            answer.EnsureSuccessStatusCode();
            return await Show(answer, cancellation);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new CommandFailedException($"”skolsynk serve” kör på den här databasen men svarar inte på {socket}. Starta om tjänsten.");
        }
    }

    private async Task<int> Show(HttpResponseMessage answer, CancellationToken cancellation)
    {
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellation));
        while (await reader.ReadLineAsync(cancellation) is { } text)
        {
            var line = JsonSerializer.Deserialize<SocketLine>(text, SocketLine.Json);
            if (line?.Exit is { } exit)
                return exit;
            screen.Line(line?.Text ?? "");
        }
        throw new CommandFailedException("Tjänsten avslutades innan kommandot var klart.");
    }

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
            return new NetworkStream(connection, ownsSocket: true);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The variables that an apply file names, and who types; no others. With the values that they have here.</summary>
    private static Dictionary<string, string> Variables(IReadOnlyList<string> arguments)
    {
        var found = new Dictionary<string, string>();
        foreach (var name in new[] { "SUDO_USER", "USER", "USERNAME" })
            if (Environment.GetEnvironmentVariable(name) is { } who) found[name] = who;
        if (arguments.Contains("apply") && arguments.FirstOrDefault(File.Exists) is { } file
            && PlacedJson.Parse(File.ReadAllBytes(file), []) is { } root)
            Collect(root, found);
        return found;
    }

    private static void Collect(PlacedJson node, Dictionary<string, string> found)
    {
        foreach (var member in node.Members)
        {
            if (member is { Name: "keyEnv", Value.Text: { } name } && Environment.GetEnvironmentVariable(name) is { } value)
                found[name] = value;
            Collect(member.Value, found);
        }
        foreach (var item in node.Items)
            Collect(item, found);
    }
}
