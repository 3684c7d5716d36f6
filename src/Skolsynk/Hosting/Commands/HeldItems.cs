using Skolsynk.Data;
using Skolsynk.Hosting.Screens;
using Skolsynk.Rosters;
using Skolsynk.Stores;

namespace Skolsynk.Hosting.Commands;

/// <summary>Exactly who and what is in a hold, by id; names only where somebody asked for them.</summary>
internal static class HeldItems
{
    public static async Task<TextTable> Table(Desk desk, TenantId tenant, StoredHold hold, bool names, CancellationToken cancellation)
    {
        var known = names ? await desk.Database.Read(session => Names(tenant, session, hold), cancellation) : [];
        string Name(Guid id) => known.GetValueOrDefault(id, "(inget namn sparat)");
        string[] columns = ["Vad", "Id", "Skulle", "Beslut"];
        var table = new TextTable("Vad det gäller", names ? [.. columns, "Namn"] : columns);
        foreach (var item in hold.Items.OrderBy(item => item.Loss.Kind).ThenBy(item => Ids.AsNumber(item.Loss.Id)))
        {
            string[] cells = [Kind(item.Loss), $"{item.Loss.Id}", Would(item.Loss, names ? Name : id => $"{id}"), Decision(item, desk.Installation.Time)];
            table.Add(names ? [.. cells, Name(item.Loss.Id)] : cells);
        }
        return table;
    }

    private static string Kind(Loss loss) => (loss.What, loss.Kind) switch
    {
        (LossKind.Remade, EntityKind.Person) => "anställning",
        (LossKind.Remade, _) => "aktivitet",
        (_, EntityKind.School) => "skola",
        (_, EntityKind.Person) => "person",
        _ => "grupp",
    };

    private static string Would(Loss loss, Func<Guid, string> name) => loss.What switch
    {
        LossKind.Removed => "tas bort",
        LossKind.Remade => "tas bort hos leverantören, fast den eller det som den gäller finns kvar",
        LossKind.LeftSchool => $"lämna skolan {name(loss.Of)}",
        LossKind.LeftGroup => $"lämna gruppen {name(loss.Of)}",
        LossKind.NameTaken => $"byta namn: kontot finns kvar, men det nya kontot {loss.Of} har dess namn",
        _ => $"ersättas av det nya kontot {loss.Of}",
    };

    private static string Decision(HeldItem item, TimeProvider clock) => item.State switch
    {
        HoldState.Approved => "godkänt",
        HoldState.Kept => $"behålls till {Swedish.Time(item.Until, clock)[..10]}",
        _ => "väntar",
    };

    private static Dictionary<Guid, string> Names(TenantId tenant, Session session, StoredHold hold)
    {
        var ids = hold.Items.SelectMany(item => new[] { item.Loss.Id, item.Loss.Of }).Where(id => id != Guid.Empty).Distinct().ToList();
        var roster = RosterStore.LoadBodies(tenant, session, ids);
        var names = new Dictionary<Guid, string>();
        foreach (var person in roster.Persons)
            names[person.Id] = $"{person.GivenName} {person.FamilyName} ({person.UserName})";
        foreach (var school in roster.Schools)
            names[school.Id] = school.Name ?? "";
        foreach (var group in roster.Groups)
            names[group.Id] = group.Name ?? "";
        return names;
    }
}
