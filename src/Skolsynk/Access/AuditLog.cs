using System.Data.Common;
using Skolsynk.Data;

namespace Skolsynk.Access;

/// <summary>
/// What people did with a tenant: only ever added to, each entry chained to the one before by a hash. Written in the transaction of what it
/// tells of, so that neither is ever there without the other.
/// </summary>
public static class AuditLog
{
    /// <summary>Calendar months that an entry is kept.</summary>
    public const int Months = 24;

    /// <summary>Longest text of an entry; more is cut off.</summary>
    public const int Longest = 2_000;

    private const string Columns = "number, at, actor, role, origin, event, concerns, before, after";
    private static readonly byte[] Nothing = new byte[32];

    /// <param name="concerns">What it concerned, as people read it; never a person.</param>
    /// <param name="before">Settings before, as people read them.</param>
    public static void Add(
        Session session, TenantId tenant, AuditActor actor, AuditEvent what, string concerns = "", string before = "", string after = "")
    {
        // The row of the tenant stays locked until the transaction ends: whoever else adds an entry waits, and goes on from this one.
        var (number, previous) = session.Query(
            "INSERT INTO audit_head(tenant, number, hash, forgotten, forgotten_hash) VALUES(@tenant, 1, @nothing, 0, @nothing) "
            + "ON CONFLICT(tenant) DO UPDATE SET number = audit_head.number + 1 RETURNING number, hash",
            row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)), ("@tenant", tenant.Value), ("@nothing", Nothing))[0];
        var entry = new AuditEntry(number, At(session.Now), actor, what, Plain(concerns), Plain(before), Plain(after));
        var hash = entry.HashAfter(tenant, previous);
        session.Execute(
            $"INSERT INTO audit_entry(tenant, {Columns}, hash) VALUES(@tenant, @number, @at, @actor, @role, @origin, @event, @concerns, @before, @after, @hash)",
            ("@tenant", tenant.Value), ("@number", number), ("@at", entry.At.ToUnixTimeMilliseconds()), ("@actor", actor.Id.ToByteArray(bigEndian: true)),
            ("@role", (short)actor.Role), ("@origin", (short)actor.Origin), ("@event", (short)what), ("@concerns", entry.Concerns), ("@before", entry.Before),
            ("@after", entry.After), ("@hash", hash));
        session.Execute("UPDATE audit_head SET hash = @hash WHERE tenant = @tenant", ("@hash", hash), ("@tenant", tenant.Value));
    }

    /// <summary>Entries of a time, the newest first.</summary>
    /// <param name="from">Inclusive, as <paramref name="until"/> is not.</param>
    public static IReadOnlyList<AuditEntry> Of(Session session, TenantId tenant, DateTimeOffset from, DateTimeOffset until, int skip, int count) => session.Query(
        $"SELECT {Columns} FROM audit_entry WHERE tenant = @tenant AND at >= @from AND at < @until ORDER BY number DESC LIMIT @count OFFSET @skip", Entry,
        ("@tenant", tenant.Value), ("@from", from.ToUnixTimeMilliseconds()), ("@until", until.ToUnixTimeMilliseconds()), ("@count", count), ("@skip", skip));

    /// <summary>The latest entries that concern exactly this, the newest first.</summary>
    public static IReadOnlyList<AuditEntry> About(Session session, TenantId tenant, string concerns, int count) => session.Query(
        $"SELECT {Columns} FROM audit_entry WHERE tenant = @tenant AND concerns = @concerns ORDER BY number DESC LIMIT @count", Entry,
        ("@tenant", tenant.Value), ("@concerns", concerns), ("@count", count));

    public static int Count(Session session, TenantId tenant, DateTimeOffset from, DateTimeOffset until) => session.Scalar<int>(
        "SELECT count(*) FROM audit_entry WHERE tenant = @tenant AND at >= @from AND at < @until",
        ("@tenant", tenant.Value), ("@from", from.ToUnixTimeMilliseconds()), ("@until", until.ToUnixTimeMilliseconds()));

    /// <summary>Goes through the whole chain of a tenant.</summary>
    public static AuditCheck Check(Session session, TenantId tenant)
    {
        var heads = session.Query(
            "SELECT number, hash, forgotten, forgotten_hash FROM audit_head WHERE tenant = @tenant",
            row => (Number: row.GetInt64(0), Hash: row.GetFieldValue<byte[]>(1), Forgotten: row.GetInt64(2), ForgottenHash: row.GetFieldValue<byte[]>(3)),
            ("@tenant", tenant.Value));
        var (last, hash, number, previous) = heads is [var head] ? head : (0, Nothing, 0, Nothing);
        long? broken = null;
        var entries = 0;
        session.Each(
            $"SELECT {Columns}, hash FROM audit_entry WHERE tenant = @tenant ORDER BY number",
            row =>
            {
                var entry = Entry(row);
                var stored = row.GetFieldValue<byte[]>(9);
                entries++;
                if (entry.Number != ++number || !entry.HashAfter(tenant, previous).AsSpan().SequenceEqual(stored))
                    broken ??= Math.Min(entry.Number, number);
                (number, previous) = (entry.Number, stored);
            },
            ("@tenant", tenant.Value));
        if (number != last || !previous.AsSpan().SequenceEqual(hash))
            broken ??= Math.Min(number, last) + 1;
        return new(At(session.Now), entries, broken, Convert.ToHexStringLower(hash));
    }

    /// <summary>Takes away what is older than entries are kept. The chain goes on from the last that went; how many went.</summary>
    public static int Forget(Session session, TenantId tenant)
    {
        var before = At(session.Now).AddMonths(-Months).ToUnixTimeMilliseconds();
        var last = session.Query(
            "SELECT number, hash FROM audit_entry WHERE tenant = @tenant AND number = (SELECT max(number) FROM audit_entry WHERE tenant = @tenant AND at < @before)",
            row => (Number: row.GetInt64(0), Hash: row.GetFieldValue<byte[]>(1)), ("@tenant", tenant.Value), ("@before", before));
        if (last.Count == 0)
            return 0;
        session.Execute("UPDATE audit_head SET forgotten = @number, forgotten_hash = @hash WHERE tenant = @tenant",
            ("@tenant", tenant.Value), ("@number", last[0].Number), ("@hash", last[0].Hash));
        return session.Execute("DELETE FROM audit_entry WHERE tenant = @tenant AND number <= @number", ("@tenant", tenant.Value), ("@number", last[0].Number));
    }

    private static AuditEntry Entry(DbDataReader row) => new(
        row.GetInt64(0), At(row.GetInt64(1)),
        new(Actor(row.GetFieldValue<byte[]>(2)), (Role)row.GetInt16(3), (AuditOrigin)row.GetInt16(4)),
        (AuditEvent)row.GetInt16(5), row.GetString(6), row.GetString(7), row.GetString(8));

    /// <summary>What is no id was put there by somebody else; the chain shows it.</summary>
    private static Guid Actor(byte[] id) => id.Length == 16 ? new(id, bigEndian: true) : Guid.AllBitsSet;

    /// <summary>As both databases give it back: no control characters, no half of a pair.</summary>
    private static string Plain(string text)
    {
        var plain = string.Concat(text.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? ' ' : letter));
        return plain.Length > Longest ? plain[..(Longest - 1)] + "…" : plain;
    }

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}

/// <summary>What going through a tenant's chain showed.</summary>
/// <param name="Broken">Number of the first entry that was changed, taken out or put in; null: the chain is whole.</param>
/// <param name="Sum">Hash of the latest entry: who notes it can tell later that nothing up to it was changed.</param>
public sealed record AuditCheck(DateTimeOffset At, int Entries, long? Broken, string Sum);
