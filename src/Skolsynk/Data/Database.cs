using Microsoft.EntityFrameworkCore;

namespace Skolsynk.Data;

/// <summary>Where everything is kept: SQLite (one process) or PostgreSQL (several). Safe for use from many threads.</summary>
public abstract class Database : IAsyncDisposable
{
    /// <summary>Where erasures are entered before they are made; null: nowhere. Set once, before anything is written.</summary>
    public Journal? Journal { get; set; }

    /// <summary>Told of the steps of all work that is done on it.</summary>
    public Steps Steps { get; init; } = Steps.Unwatched;

    /// <summary>One short write transaction. Rolled back, and the exception passed on, when <paramref name="work"/> throws.</summary>
    public abstract Task<T> Write<T>(Func<Session, T> work, CancellationToken cancellation = default);

    /// <summary>Reads in one consistent view; runs beside writes.</summary>
    public abstract Task<T> Read<T>(Func<Session, T> work, CancellationToken cancellation = default);

    public Task Write(Action<Session> work, CancellationToken cancellation = default) =>
        Write(session => { work(session); return true; }, cancellation);

    /// <summary>A context of its own, for migrations and long-lived readers such as key rings.</summary>
    public abstract SkolsynkContext NewContext();

    /// <summary>Brings the database to this version. Start-up only checks (<see cref="PendingMigrations"/>).</summary>
    public async Task Migrate(CancellationToken cancellation = default)
    {
        await using var context = NewContext();
        await context.Database.MigrateAsync(cancellation);
        await AfterMigrate(cancellation);
    }

    /// <summary>Names of migrations that this version needs and the database lacks.</summary>
    public async Task<IReadOnlyList<string>> PendingMigrations(CancellationToken cancellation = default)
    {
        await using var context = NewContext();
        return [.. await context.Database.GetPendingMigrationsAsync(cancellation)];
    }

    /// <summary>
    /// After rows were deleted that nobody may find again: takes what is left of them out of the files too, as far as that is in our
    /// hands. False when a long read stood in the way; call it again later.
    /// </summary>
    public virtual Task<bool> Scrub(CancellationToken cancellation = default) => Task.FromResult(true);

    private protected virtual Task AfterMigrate(CancellationToken cancellation) => Task.CompletedTask;

    public abstract ValueTask DisposeAsync();
}
