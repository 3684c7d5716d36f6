using Skolsynk.Data;
using Skolsynk.Hosting.Screens;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Sync;
using Skolsynk.Tenants;

namespace Skolsynk.Hosting.Commands;

/// <summary><c>holds</c>: what the brakes have set aside, and what a person decides about it.</summary>
internal static class HoldsCommand
{
    public static async Task<int> List(Desk desk, string? tenantKey, CancellationToken cancellation)
    {
        IReadOnlyList<Tenant> tenants = tenantKey is null ? await desk.Tenants(cancellation) : [await desk.Tenant(tenantKey, cancellation)];
        var table = new TextTable("Väntar på beslut", "Id", "Gäller", "Varför", "Väntar ", "Godkända ", "Behålls ", "Sedan", "Kontrollkod");
        foreach (var tenant in tenants)
        {
            foreach (var (hold, where) in await Of(desk, tenant, cancellation))
            {
                table.Add($"{tenant.Key}/{hold.Number}", where ?? "läsningen", Text(hold).Title, Swedish.Number(hold.Waiting.Count),
                    Number(hold, HoldState.Approved), Number(hold, HoldState.Kept), Swedish.Time(hold.Opened, desk.Installation.Time), hold.Fingerprint);
            }
        }
        if (table.Rows.Count == 0)
            desk.Screen.Mark(Sign.Good, "Inget väntar på beslut.");
        else
            desk.Screen.Table(table);
        return Exit.Done;
    }

    public static async Task<int> Show(Desk desk, HoldId id, bool names, CancellationToken cancellation)
    {
        var tenant = await desk.Tenant(id.Tenant, cancellation);
        var (hold, where) = (await Of(desk, tenant, cancellation)).FirstOrDefault(one => one.Hold.Number == id.Number);
        if (hold is null)
            throw new CommandFailedException($"{id} finns inte, eller inte längre. ”skolsynk holds” visar vad som väntar.");
        var text = Text(hold);
        desk.Screen.Heading($"{id}: {text.Title}");
        desk.Screen.Line(where is null ? "Gäller läsningen ur Microsoft 365." : $"Gäller leveransen till {where}.");
        desk.Screen.Line(text.What);
        desk.Screen.Line($"Att göra: {text.Do}");
        desk.Screen.Line($"Om ingen beslutar: {text.Meanwhile}");
        desk.Screen.Table(await HeldItems.Table(desk, new TenantId(tenant.Id), hold, names, cancellation));
        if (hold.Fingerprint.Length > 0)
            desk.Screen.Line($"Godkänn: skolsynk holds approve {id} --fingerprint {hold.Fingerprint}");
        return Exit.Done;
    }

    public static Task<int> Approve(Desk desk, HoldId id, string fingerprint, IReadOnlyCollection<Guid>? only, CancellationToken cancellation) => Decide(
        desk, id, (tenant, session) => HoldDecisions.Approve(tenant, session, id.Number, fingerprint, only),
        connection => connection == 0
            ? $"Godkänt. Det görs vid nästa läsning, om källan fortfarande säger detsamma: skolsynk sync --tenant {id.Tenant}"
            : $"Godkänt. Det tas bort hos leverantören vid nästa leverans: skolsynk sync --tenant {id.Tenant}", cancellation);

    public static Task<int> Keep(Desk desk, HoldId id, DateOnly until, IReadOnlyCollection<Guid>? only, CancellationToken cancellation)
    {
        var zone = desk.Installation.Time.LocalTimeZone;
        var local = until.ToDateTime(TimeOnly.MinValue);
        var at = new DateTimeOffset(local, zone.GetUtcOffset(local));
        if (at <= desk.Installation.Time.GetUtcNow())
            throw new UsageException("--until ska vara ett datum som inte har varit.");
        return Decide(desk, id, (tenant, session) => HoldDecisions.Keep(tenant, session, id.Number, at, only),
            _ => $"Behålls till {until:yyyy-MM-dd}. Då väntar det på beslut igen.", cancellation);
    }

    private static async Task<int> Decide(
        Desk desk, HoldId id, Func<TenantId, Session, Decided> decide, Func<int, string> done, CancellationToken cancellation)
    {
        var tenant = new TenantId((await desk.Tenant(id.Tenant, cancellation)).Id);
        var (decided, connection) = await desk.Database.Write(session =>
        {
            var of = HoldStore.Load(tenant, session, id.Number)?.Connection ?? 0;
            return (decide(tenant, session), of);
        }, cancellation);
        if (decided is not Decided.Done)
            throw new CommandFailedException(Refused(decided, id));
        desk.Screen.Mark(Sign.Good, done(connection));
        return Exit.Done;
    }

    private static string Refused(Decided decided, HoldId id) => decided switch
    {
        Decided.NoSuchHold => $"{id} finns inte, eller inte längre. ”skolsynk holds” visar vad som väntar. Inget är ändrat.",
        Decided.Changed => $"Det som väntar är inte längre det som kontrollkoden står för. Titta igen: skolsynk holds show {id}. Inget är ändrat.",
        Decided.NotInHold => $"Något av de angivna id:na väntar inte i {id}. ”skolsynk holds show {id}” visar vilka som gör det. Inget är ändrat.",
        _ => $"{id} går bara att godkänna i sin helhet, utan --only. Inget är ändrat.",
    };

    private static async Task<IReadOnlyList<(StoredHold Hold, string? Where)>> Of(Desk desk, Tenant tenant, CancellationToken cancellation) =>
        await desk.Database.Read(session =>
        {
            var id = new TenantId(tenant.Id);
            var names = ConnectionStore.OfTenant(session, id).ToDictionary(c => c.Id, c => $"{c.Supplier.Name} ({Words.Of(c.Environment.Kind)})");
            return HoldStore.All(id, session).Where(hold => hold.Items.Count > 0).Select(hold => (hold, hold.Connection == 0 ? null : names.GetValueOrDefault(hold.Connection, "okänd"))).ToList();
        }, cancellation);

    private static FailureText Text(StoredHold hold) =>
        hold.Connection == 0 ? HoldTexts.Of(hold.Place.Cause) : HoldTexts.OfDelivery(hold.Place.Cause);

    private static string Number(StoredHold hold, HoldState state) => Swedish.Number(hold.Items.Count(item => item.State == state));
}

/// <summary>How a hold is typed: the municipality's short name and the hold's number, <c>ekhult/3</c>.</summary>
internal readonly record struct HoldId(string Tenant, long Number)
{
    /// <exception cref="UsageException">It is no such id.</exception>
    public static HoldId Parse(string? text)
    {
        var parts = (text ?? throw new UsageException("ID saknas. ”skolsynk holds” visar dem.")).Split('/');
        return parts is [{ Length: > 0 } tenant, var number] && long.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out var parsed)
            ? new HoldId(tenant, parsed) : throw new UsageException($"”{text}” är inget id. Ett id ser ut som kommun/3.");
    }

    public override string ToString() => $"{Tenant}/{Number}";
}
