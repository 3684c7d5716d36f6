using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Hosting.Screens;
using Skolsynk.Rosters;
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
            ShowAnswers(desk.Screen, id, hold);
        return Exit.Done;
    }

    private static void ShowAnswers(Screen screen, HoldId id, StoredHold hold)
    {
        var what = $"{id} --fingerprint {hold.Fingerprint}";
        if (hold.Place.Cause is not HoldCause.Succession)
        {
            screen.Line($"Godkänn: skolsynk holds approve {what}");
            return;
        }
        screen.Line($"Samma person: skolsynk holds same {what}");
        screen.Line($"Annan person: skolsynk holds other {what}");
    }

    public static Task<int> Approve(Desk desk, HoldId id, string fingerprint, IReadOnlyCollection<Guid>? only, CancellationToken cancellation) => Decide(
        desk, id, hold => hold.Place.Cause is HoldCause.Succession
            ? $"I {id} har nya konton tagit över andras namn. Svara med ”skolsynk holds same” (samma person) eller ”skolsynk holds other” (annan person). Inget är ändrat."
            : null,
        (tenant, session) => HoldDecisions.Approve(tenant, session, id.Number, fingerprint, only, Who(desk)),
        connection => connection == 0
            ? $"Godkänt. Det görs vid nästa läsning, om källan fortfarande säger detsamma: skolsynk sync --tenant {id.Tenant}"
            : $"Godkänt. Det tas bort hos leverantören vid nästa leverans: skolsynk sync --tenant {id.Tenant}", cancellation);

    public static Task<int> SamePerson(Desk desk, HoldId id, string fingerprint, IReadOnlyCollection<Guid>? only, CancellationToken cancellation) => Decide(
        desk, id, _ => null, (tenant, session) => HoldDecisions.SamePerson(tenant, session, id.Number, fingerprint, only, Who(desk)),
        _ => "Samma person. Från nästa läsning förs personen vidare under det nya kontot. Leverantörerna behåller personen under samma id; inget tas bort hos dem: "
            + $"skolsynk sync --tenant {id.Tenant}", cancellation);

    public static Task<int> OtherPerson(Desk desk, HoldId id, string fingerprint, IReadOnlyCollection<Guid>? only, CancellationToken cancellation) => Decide(
        desk, id, hold => hold.Place.Cause is HoldCause.Succession ? null : Refused(Decided.NoSuccession, id),
        (tenant, session) => HoldDecisions.Approve(tenant, session, id.Number, fingerprint, only, Who(desk)),
        _ => "Annan person. Vid nästa läsning tas den tidigare personen bort, hos leverantörerna först, och den nya läggs till: "
            + $"skolsynk sync --tenant {id.Tenant}", cancellation);

    /// <summary>An answer “same person” that was wrong: from the next read on the account is its own person, and the question comes again.</summary>
    public static async Task<int> Separate(Desk desk, string tenantKey, Guid account, CancellationToken cancellation)
    {
        var tenant = new TenantId((await desk.Tenant(tenantKey, cancellation)).Id);
        if (!await desk.Database.Write(session => Separated(session, tenant, account), cancellation))
            throw new CommandFailedException($"Kontot {account} är inte ihopfört med något annat. Inget är ändrat.");
        desk.Screen.Mark(Sign.Good, $"Isärfört. Vid nästa läsning frågar Skolsynk igen vems kontot är: skolsynk sync --tenant {tenantKey}");
        return Exit.Done;
    }

    private static bool Separated(Session session, TenantId tenant, Guid account)
    {
        if (!PersonAliases.Remove(session, tenant, account))
            return false;
        AuditLog.Add(session, tenant, AuditActor.Operator, AuditEvent.HoldDecided, "Ett konto som var ihopfört med ett annat", after: "isärfört");
        return true;
    }

    /// <summary>What was decided lately, by whom.</summary>
    public static async Task<int> Decisions(Desk desk, string? tenantKey, CancellationToken cancellation)
    {
        IReadOnlyList<Tenant> tenants = tenantKey is null ? await desk.Tenants(cancellation) : [await desk.Tenant(tenantKey, cancellation)];
        var table = new TextTable("Beslut", "Id", "När", "Av", "Varför det väntade", "Beslut", "Antal ", "Kontrollkod");
        foreach (var tenant in tenants)
        {
            foreach (var one in await desk.Database.Read(session => DecisionLog.Latest(new TenantId(tenant.Id), session, 50), cancellation))
            {
                table.Add($"{tenant.Key}/{one.Hold}", Swedish.Time(one.At, desk.Installation.Time), one.By.Length == 0 ? "okänd" : one.By,
                    (one.Connection == 0 ? HoldTexts.Of(one.Cause) : HoldTexts.OfDelivery(one.Cause)).Title, Answer(one, desk.Installation.Time),
                    Swedish.Number(one.Items), one.Fingerprint);
            }
        }
        if (table.Rows.Count == 0)
            desk.Screen.Mark(Sign.Good, "Inget har beslutats än.");
        else
            desk.Screen.Table(table);
        return Exit.Done;
    }

    private static string Latest(Session session, TenantId tenant, Desk desk)
    {
        var decision = DecisionLog.Latest(tenant, session, 1)[0];
        return $"{Answer(decision, desk.Installation.Time)}, {Swedish.Number(decision.Items)} st";
    }

    private static string Answer(HoldDecision one, TimeProvider clock) => one.Answer switch
    {
        HoldAnswer.SamePerson => "samma person",
        HoldAnswer.Kept => $"behålls till {Swedish.Time(one.Until, clock)[..10]}",
        _ => one.Cause is HoldCause.Succession ? "annan person" : "godkänt",
    };

    /// <summary>Who types: the user of the operating system.</summary>
    internal static string Who(Desk desk) => desk.Variable("SUDO_USER") ?? desk.Variable("USER") ?? desk.Variable("USERNAME") ?? Environment.UserName;

    public static Task<int> Keep(Desk desk, HoldId id, DateOnly until, IReadOnlyCollection<Guid>? only, CancellationToken cancellation)
    {
        var zone = desk.Installation.Time.LocalTimeZone;
        var local = until.ToDateTime(TimeOnly.MinValue);
        var at = new DateTimeOffset(local, zone.GetUtcOffset(local));
        if (at <= desk.Installation.Time.GetUtcNow())
            throw new UsageException("--until ska vara ett datum som inte har varit.");
        return Decide(desk, id, _ => null, (tenant, session) => HoldDecisions.Keep(tenant, session, id.Number, at, only, Who(desk)),
            _ => $"Behålls till {until:yyyy-MM-dd}. Då väntar det på beslut igen.", cancellation);
    }

    /// <param name="wrong">Why that answer is none to this hold; null: it is.</param>
    private static async Task<int> Decide(
        Desk desk, HoldId id, Func<StoredHold, string?> wrong, Func<TenantId, Session, Decided> decide, Func<int, string> done, CancellationToken cancellation)
    {
        var tenant = new TenantId((await desk.Tenant(id.Tenant, cancellation)).Id);
        var (decided, connection) = await desk.Database.Write(session =>
        {
            var hold = HoldStore.Load(tenant, session, id.Number);
            if (hold is not null && wrong(hold) is { } why)
                throw new CommandFailedException(why);
            var decided = decide(tenant, session);
            if (decided is Decided.Done)
                AuditLog.Add(session, tenant, AuditActor.Operator, AuditEvent.HoldDecided, $"Granskning {id.Number}", hold!.Fingerprint, Latest(session, tenant, desk));
            return (decided, hold?.Connection ?? 0);
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
        Decided.NoSuccession => $"I {id} har inget nytt konto tagit över någons namn. Svara med ”skolsynk holds approve” eller ”keep”. Inget är ändrat.",
        Decided.BothThere => "Det tidigare kontot finns kvar i Microsoft 365, så det är två konton samtidigt och inte ett som har ersatt ett annat. "
            + "Ta bort det tidigare kontot där, läs igen och svara sedan. Inget är ändrat.",
        Decided.TwoPersons => "Ett nytt konto har tagit över namn från två personer. Svara för en i taget med --only. Inget är ändrat.",
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
