using Skolsynk.Deliveries;
using Skolsynk.Hosting.Screens;

namespace Skolsynk.Hosting.Commands;

/// <summary><c>reconcile</c>: compares one connection with what its supplier has, now, and sends what differs.</summary>
internal static class ReconcileCommand
{
    public static async Task<int> Run(Desk desk, string tenantKey, ConnectionChoice choice, bool withoutList, CancellationToken cancellation)
    {
        var connection = await choice.Find(desk, await desk.Tenant(tenantKey, cancellation), cancellation);
        var before = await desk.Database.Write(session =>
        {
            if (withoutList)
                Reconciliations.Waive(session, connection.Tenant, connection.Id);
            else
                Reconciliations.Want(session, connection.Tenant, connection.Id);
            return Reconciliations.Load(session, connection.Tenant, connection.Id);
        }, cancellation);
        if (withoutList)
            desk.Screen.Mark(Sign.Good, "Allt som leverantören ska ha skickas om, och det som den inte ska ha tas bort.");
        await new Delivering(desk).Run(c => c.Tenant == connection.Tenant && c.Id == connection.Id, cancellation);
        var (standing, row) = await desk.Database.Read(
            session => (Standing.Of(session, connection), Reconciliations.Load(session, connection.Tenant, connection.Id)), cancellation);
        if (!withoutList)
            Tell(desk.Screen, row, before);
        ConnectionTables.Show(desk.Screen, [standing], desk.Installation.Time);
        return row.Wanted is ReconcileWish.None && (withoutList || row.Outcome is ReconcileOutcome.Whole) ? ConnectionTables.ExitOf([standing]) : Exit.Partly;
    }

    private static void Tell(Screen screen, Reconciliation row, Reconciliation before)
    {
        if (row.At == before.At)
            screen.Mark(Sign.Look, "Jämförelsen är inte gjord än; tjänsten gör den så snart anslutningen får skicka.");
        else
            screen.Mark(row.Outcome is ReconcileOutcome.Whole ? Sign.Good : Sign.Look, Text(row));
    }

    /// <summary>How the latest comparison went, in one sentence or two.</summary>
    public static string Text(Reconciliation row)
    {
        var counts = $"{Swedish.Number(row.Listed)} av anslutningens objekt finns där; {Swedish.Number(row.Missing)} saknades och {Swedish.Number(row.Different)} avvek, och skickas om"
            + (row.Strange > 0 ? $"; {Swedish.Number(row.Strange)} ska inte vara där, och tas bort" : "")
            + (row.Others > 0 ? $"; {Swedish.Number(row.Others)} är inte anslutningens egna, och rörs inte" : "") + ".";
        return row.Outcome switch
        {
            ReconcileOutcome.None => "Inte jämförd än.",
            ReconcileOutcome.NoLists => "Leverantören kan inte visa vad den har. Skicka om allt med ”skolsynk resend”, om du tror att något saknas där.",
            ReconcileOutcome.Waived => "Inte jämförd: allt skickades om på begäran.",
            ReconcileOutcome.Partial => $"Leverantörens lista gick inte att lita på ({row.Detail}). {counts} Av det som listan saknade drogs ingen slutsats.",
            _ => counts,
        };
    }
}
