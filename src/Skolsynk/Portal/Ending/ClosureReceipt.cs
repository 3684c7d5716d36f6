using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Stores;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Ending;

/// <summary>What became of the objects at one environment of a supplier.</summary>
/// <param name="Sent">Deletes that it was asked for; 0: none were.</param>
/// <param name="At">When it was settled; null: not yet.</param>
internal sealed record ClosureLine(string Supplier, long Receipts, long Sent, long Confirmed, DateTimeOffset? At)
{
    public long Unanswered => Sent - Confirmed;
}

/// <summary>What a municipality had, counted before it was erased.</summary>
/// <param name="Rows">Lines of reports: transfers, readings and the like.</param>
internal sealed record ClosureCounts(long Schools, long Persons, long Groups, long Rows);

/// <summary>The receipt of an ending (avslutskvitto), of the counts that remain of it. Nothing of a person is in it.</summary>
internal sealed record ClosureReceipt(string Number, string Principal, string Scope, Role DecidedBy, DateTimeOffset DecidedAt)
{
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Null: only a supplier was ended, and what was read stays.</summary>
    public ClosureCounts? Counts { get; init; }

    public required IReadOnlyList<ClosureLine> Lines { get; init; }

    public required DateTimeOffset BackupsGone { get; init; }

    /// <summary>Over what the service keeps of it; the same as long as nothing of that is changed.</summary>
    public required string Sum { get; init; }

    /// <summary>Of a supplier that was ended; null: there is none with this number.</summary>
    public static ClosureReceipt? OfSupplier(Session session, TenantId tenant, string principal, long number, PortalOptions options)
    {
        var all = Erasures.Of(tenant, session);
        if (all.FirstOrDefault(one => one.Number == number) is not { Cause: ErasureCause.Connection } first)
            return null;
        // The environments of a supplier end in one transaction.
        var together = all.Where(one => one.Cause is ErasureCause.Connection && KeyOf(one) == KeyOf(first) && (one.Began - first.Began).Duration() < TimeSpan.FromSeconds(5)).ToList();
        var entry = AuditLog.Of(session, tenant, first.Began.AddSeconds(-5), first.Began.AddSeconds(5), 0, 100).FirstOrDefault(one => one.Event is AuditEvent.ConnectionEnded);
        var deletes = entry?.After == LeavingRound.Word(EndingKind.DeleteAtSupplier) || together.Exists(one => one.Deleted > 0);
        var supplier = SupplierNamed(session, KeyOf(first));
        return new(NumberOf(first), principal, supplier, entry?.Actor.Role ?? Role.Operator, first.Began)
        {
            Ended = together.TrueForAll(one => one.Ended is not null) ? together.Max(one => one.Ended) : null,
            Lines = [.. together.Select(one => Line(session, tenant, one, supplier, deletes))],
            BackupsGone = first.Began.AddDays(options.JournalDays),
            Sum = SumOf(together),
        };
    }

    /// <summary>Of a municipality that left, of which nothing else is known any more; null: it never did.</summary>
    public static ClosureReceipt? OfTenant(Session session, SealedReceipt seal, PortalOptions options)
    {
        var tenant = new TenantId(seal.Tenant);
        var all = Erasures.Of(tenant, session);
        if (all.FirstOrDefault(one => one.Number == seal.Number) is not { Cause: ErasureCause.Tenant } whole)
            return null;
        var parts = all.Where(one => one.Cause is ErasureCause.Connection && one.Number > whole.Number).ToList();
        return new(NumberOf(whole), seal.Principal, "hela tjänsten", (Role)seal.Role, whole.Began)
        {
            Ended = whole.Ended,
            Counts = seal.Counts,
            Lines = [.. parts.Select(one => Line(session, tenant, one, SupplierNamed(session, KeyOf(one)), seal.Deletes))],
            BackupsGone = whole.Began.AddDays(options.JournalDays),
            Sum = SumOf([whole, .. parts]),
        };
    }

    private static ClosureLine Line(Session session, TenantId tenant, Erasure one, string supplier, bool deletes)
    {
        var name = $"{supplier} ({(one.Subject.Contains(", Test (", StringComparison.Ordinal) ? "Test" : "Skarp")})";
        if (one.Ended is not null || !deletes)
            return new(name, one.Receipts, deletes ? one.Receipts : 0, one.Deleted, one.Ended);
        // Still going on: what has been confirmed by now.
        var left = ConnectionStore.OfTenant(session, tenant).FirstOrDefault(details => Endings.Subject(details) == one.Subject) is { } connection
            ? Endings.Held(session, tenant, connection.Id) : 0;
        return new(name, one.Receipts, one.Receipts, Math.Max(0, one.Receipts - left), null);
    }

    public static string NumberOf(Erasure erasure) => string.Create(CultureInfo.InvariantCulture, $"{erasure.Tenant.Value}-{erasure.Number}");

    /// <summary>The supplier's key as the subject holds it: <c>municipality → supplier, Environment (number)</c>.</summary>
    public static string KeyOf(Erasure erasure) => erasure.Subject.Split(" → ")[^1].Split(", ")[0];

    public static string SupplierNamed(Session session, string key)
    {
        using var context = session.Context();
        return context.Set<Supplier>().FirstOrDefault(one => one.Key == key)?.Name ?? key;
    }

    private static string SumOf(IEnumerable<Erasure> erasures)
    {
        var text = string.Join('\n', erasures.OrderBy(one => one.Number).Select(one => string.Create(CultureInfo.InvariantCulture,
            $"{NumberOf(one)} {one.Subject} {one.Began.ToUnixTimeMilliseconds()} {one.Ended?.ToUnixTimeMilliseconds()} {one.Persons} {one.Receipts} {one.Deleted} {one.Remained}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
