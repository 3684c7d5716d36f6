using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Hosting.Screens;
using Skolsynk.Rosters;
using Skolsynk.Stores;
using Skolsynk.Suppliers;

namespace Skolsynk.Hosting.Commands;

/// <summary>How one connection stands, read in one view.</summary>
internal sealed record Standing(
    ConnectionDetails Connection, ConnectionState? State, DeliveryCounts Counts,
    IReadOnlyList<(EntityKind Kind, NotSentReason Reason, int Count)> NotSent, long Now)
{
    public static Standing Of(Session session, ConnectionDetails connection) => new(
        connection, ConnectionStates.Load(session, connection.Tenant, connection.Id), DeliveryCounts.Of(session, connection),
        DeliveryCounts.NotSent(session, connection.Tenant, connection.Id), session.Now)
    {
        Holds = HoldStore.All(connection.Tenant, session, connection.Id),
        Compared = Reconciliations.Load(session, connection.Tenant, connection.Id),
        Leaving = [.. LeavingStore.Load(session, connection.Tenant, connection.Id).Values],
    };

    /// <summary>How it stood against what the supplier has.</summary>
    public Reconciliation Compared { get; private init; } = Reconciliation.Never;

    /// <summary>Since when persons have been out of scope who stay at the supplier for a while, unix milliseconds.</summary>
    public IReadOnlyList<long> Leaving { get; private init; } = [];

    public IReadOnlyList<StoredHold> Holds { get; private init; } = [];

    public bool Rests => State is { } state && state.RestUntil > Now;

    /// <summary>Everything the supplier should have is confirmed, and nothing else is there.</summary>
    public bool InStep => Counts is { Waiting: 0, Refused: 0, ToDelete: 0 } || (IsDone && Undecided == 0 && (Kept || Leaving.Count > 0) && Counts is { Waiting: 0, Refused: 0 });

    /// <summary>Deletes that wait for a person's decision.</summary>
    public int Undecided => Holds.Sum(hold => hold.Waiting.Count);

    private bool Kept => Holds.Any(hold => hold.Items.Any(item => item.State is HoldState.Kept));

    private bool IsDone => State is { } state && state.InputV == state.DoneV;

    public string Text(TimeProvider clock) => Connection switch
    {
        _ when State is { Ending: not EndingKind.None } => "avslutas",
        { Paused: true } => "pausad",
        { SealedKey: null } => "nyckel saknas: ange den med apply",
        { Environment.Stopped: true } => "leverantören är stoppad",
        { Environment.MovedFrom: not null } => "adressen är ny: säg ”receiver” med apply",
        { NeedsConfirmation: true } => "väntar på bekräftelse: skolsynk suppliers confirm",
        { LacksConsent: true } => "avtal eller svar om skyddade personuppgifter saknas i portalen: inget skickas",
        _ when Rests => $"vilar till {Swedish.Time(State!.RestUntil, clock)[11..]}: {Words.Of(State.Rest)}{Detail(State.RestDetail)}",
        _ when Compared.Wanted is ReconcileWish.First => "jämförs först med vad leverantören har",
        _ when Compared.ReadAfter > 0 => "väntar på att kommunen läses: databasen är återläst",
        _ when InStep && Leaving.Count > 0 => $"i takt; {Swedish.Count(Leaving.Count, "person", "personer")} som har slutat tas bort "
            + $"från {Swedish.Time(Leaving.Min() + (Connection.RemovalWaitDays * 24L * 60 * 60 * 1000), clock)[..10]}",
        _ when InStep => "i takt",
        _ when !IsDone => "levererar",
        _ when Undecided > 0 => $"{Swedish.Count(Undecided, "borttagning", "borttagningar")} väntar på beslut: skolsynk holds",
        _ when Counts.Refused > 0 => "avvisade prövas igen av sig själva",
        _ => "väntar",
    };

    private static string Detail(string? detail) => string.IsNullOrEmpty(detail) ? "" : $" ({detail})";
}

/// <summary>The tables of how connections stand.</summary>
internal static class ConnectionTables
{
    public static void Show(Screen screen, IReadOnlyList<Standing> standings, TimeProvider clock)
    {
        var table = NewTable("Leverantörer", standings, "Ska ha ", "Bekräftade ", "Avvisade ", "Väntar ", "Tas bort ", "Läge");
        foreach (var one in standings)
        {
            var counts = one.Counts;
            Add(table, one, Swedish.Number(counts.InScope), Swedish.Number(counts.Confirmed), Swedish.Number(counts.Refused),
                Swedish.Number(counts.Waiting), Swedish.Number(counts.ToDelete), one.Text(clock));
        }
        screen.Table(table);
    }

    public static void ShowNotSent(Screen screen, IReadOnlyList<Standing> standings)
    {
        if (standings.All(one => one.NotSent.Count == 0))
            return;
        var table = NewTable("Skickas inte, och varför", standings, "Vad", "Antal ", "Orsak");
        foreach (var one in standings)
        {
            foreach (var (kind, reason, count) in one.NotSent)
                Add(table, one, Words.Of(kind), Swedish.Number(count), Words.Of(reason));
        }
        screen.Table(table);
    }

    /// <summary>The tenant has a column only when there are several: most terminals are narrow.</summary>
    private static TextTable NewTable(string title, IReadOnlyList<Standing> standings, params string[] columns) =>
        standings.Select(one => one.Connection.TenantKey).Distinct().Count() > 1
            ? new(title, ["Kommun", "Leverantör", .. columns])
            : new(title, ["Leverantör", .. columns]);

    private static void Add(TextTable table, Standing one, params string[] cells)
    {
        var environment = one.Connection.Environment.Kind is EnvironmentKind.Test ? " (test)" : "";
        var supplier = one.Connection.Supplier.Name + environment;
        table.Add(table.Columns[0] == "Kommun" ? [one.Connection.TenantKey, supplier, .. cells] : [supplier, .. cells]);
    }

    /// <summary>Done, or partly when something was refused or rests.</summary>
    public static int ExitOf(IReadOnlyList<Standing> standings) => standings.All(one => one.InStep) ? Exit.Done : Exit.Partly;
}
