using Skolsynk.Data;
using Skolsynk.Hosting.Screens;
using Skolsynk.Tenants;

namespace Skolsynk.Hosting.Commands;

/// <summary>What a command works with.</summary>
/// <param name="Folder">Where the person stands who typed it; relative paths are relative to this.</param>
/// <param name="Variable">Value of one of her environment variables.</param>
internal sealed record Desk(Installation Installation, Screen Screen, string Folder, Func<string, string?> Variable)
{
    public Database Database => Installation.Database;

    public string Path(string path) => System.IO.Path.GetFullPath(path, Folder);

    /// <exception cref="UsageException">No tenant is called so.</exception>
    public async Task<Tenant> Tenant(string key, CancellationToken cancellation)
    {
        var all = await Tenants(cancellation);
        return all.FirstOrDefault(t => t.Key == key) ?? throw new UsageException(all.Count == 0
            ? "Det finns inga kommuner än. Lägg upp dem med ”skolsynk apply FIL”."
            : $"Ingen kommun heter ”{key}”. Det finns: {string.Join(", ", all.Select(t => t.Key))}.");
    }

    public Task<IReadOnlyList<Tenant>> Tenants(CancellationToken cancellation) => Database.Read<IReadOnlyList<Tenant>>(session =>
    {
        using var context = session.Context();
        return [.. context.Set<Tenant>().OrderBy(t => t.Key)];
    }, cancellation);
}

/// <summary>How a command ended, as its exit code.</summary>
internal static class Exit
{
    public const int Done = 0;
    public const int Failed = 1;

    /// <summary>Done, with refusals or a hold.</summary>
    public const int Partly = 2;
    public const int BadUsage = 64;
}

/// <summary>The command was used wrongly; the message, in Swedish, says how it is used.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The command cannot do what it was asked; the message, in Swedish, says why and what to do.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);
