using System.Security.Cryptography.X509Certificates;
using Skolsynk.Portal;
using Skolsynk.Source;

namespace Skolsynk.Hosting.Settings;

/// <summary>How one process runs, checked. Made by <see cref="OptionsReader"/>.</summary>
internal sealed record SkolsynkOptions
{
    /// <summary>Loopback stand-ins, plain http to them, keys in files and made-up codes are allowed.</summary>
    public required bool Development { get; init; }

    public required DatabaseOptions Database { get; init; }

    public GraphOptions Graph { get; init; } = new();

    /// <summary>Null: not set; nothing can be read.</summary>
    public EntraOptions? Entra { get; init; }

    /// <summary>Wraps the keys that seal secrets; null only in Development.</summary>
    public X509Certificate2? KeyRing { get; init; }

    /// <summary>Where <c>serve</c> listens for health and metrics.</summary>
    public required Uri Address { get; init; }

    /// <summary>The Unix socket through which commands reach <c>serve</c> on SQLite; null on PostgreSQL.</summary>
    public string? Socket { get; init; }

    /// <summary>
    /// Folder of the journal of erasures, outside the database; replicas share one. Null only on PostgreSQL in Development: nothing is entered.
    /// </summary>
    public string? Journal { get; init; }

    /// <summary>Days that the journal keeps its entries: as long as any backup.</summary>
    public int JournalDays { get; init; } = 400;

    /// <summary>Time between two readings of a tenant.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Null: this process serves no portal.</summary>
    public PortalOptions? Portal { get; init; }

    /// <summary>Reads tenants and sends to suppliers; a process without it only answers.</summary>
    public bool Worker { get; init; } = true;

    /// <summary>Null, as always in Production: the process does not kill itself.</summary>
    public CrashPoint? CrashAt { get; init; }
}

internal abstract record DatabaseOptions
{
    private DatabaseOptions() { }

    public sealed record Sqlite(string Path) : DatabaseOptions;

    /// <summary>The connection string holds a password and is never shown.</summary>
    public sealed record Postgres(string ConnectionString) : DatabaseOptions
    {
        public override string ToString() => nameof(Postgres);
    }
}

/// <summary>Settings that cannot be used, each in a Swedish sentence that names the key and what is accepted.</summary>
internal sealed class SettingsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
