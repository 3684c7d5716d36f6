using System.Text.Json;

namespace Skolsynk.Hosting.Serving;

/// <summary>A command as it goes through the socket: what was typed, and where the person stands.</summary>
/// <param name="Variables">Environment variables that the command names, such as <c>keyEnv</c> in an apply file, and those that say who types.</param>
internal sealed record SocketRequest(IReadOnlyList<string> Arguments, string Folder, IReadOnlyDictionary<string, string> Variables);

/// <summary>One line of the answer: text, or at the end the exit code.</summary>
internal sealed record SocketLine(string? Text, int? Exit = null)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
}
