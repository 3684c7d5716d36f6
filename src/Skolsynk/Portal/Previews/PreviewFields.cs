using System.Globalization;
using Skolsynk.Deliveries;
using Skolsynk.Portal.Frame;
using Skolsynk.Rosters;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Previews;

/// <summary>One datum, as the old settings give it and as the new ones do.</summary>
/// <param name="Now">Empty: there is none.</param>
internal sealed record FieldChange(string What, string Now, string Becomes)
{
    public bool Differs => Now != Becomes;
}

/// <summary>What of a school, person or group is sent, field by field.</summary>
internal static class PreviewFields
{
    /// <summary>So many members are named in the details of a group.</summary>
    private const int MostNames = 30;

    public static IReadOnlyList<FieldChange> Of(MadePreview made, PreviewRow row) => row.Kind switch
    {
        PreviewKind.Schools => Of(MadePreview.School(made.Effect.Before, row.Id), MadePreview.School(made.Effect.After, row.Id)),
        PreviewKind.Groups => Of(made, MadePreview.Group(made.Effect.Before, row.Id), MadePreview.Group(made.Effect.After, row.Id)),
        _ => Of(made, MadePreview.Person(made.Effect.Before, row.Id), MadePreview.Person(made.Effect.After, row.Id)),
    };

    /// <summary>The lines of a row: what differs; of what comes or goes, one line.</summary>
    public static IReadOnlyList<FieldChange> Lines(MadePreview made, PreviewRow row) => row.Change switch
    {
        PreviewChange.Created => [new("Ny", "–", Short(made, row, made.Effect.After))],
        PreviewChange.Removed => [new("Tas bort", Short(made, row, made.Effect.Before), "–")],
        _ => [.. Of(made, row).Where(field => field.Differs).DefaultIfEmpty(new("Uppgifter", "–", "–"))],
    };

    /// <summary>Why it goes, or what in the settings makes it come or change.</summary>
    public static string Why(PreviewRow row, bool isFirst) => row switch
    {
        { Change: PreviewChange.Created } => isFirst ? "ingår i urvalet" : "ingår i det nya urvalet",
        { Change: PreviewChange.Changed } => "andra uppgifter med de nya inställningarna",
        { Why: NotSentReason.NoSchoolInScope } => "hör bara till en skola som inte längre är vald",
        { Why: NotSentReason.SchoolNotChosen } => "skolan är inte längre vald",
        { Why: NotSentReason.RoleNotChosen } => "rollen är inte längre vald",
        { Why: NotSentReason.GroupKindNotTaken } => "den typen av grupp är inte längre vald",
        { Why: { } why } => NotSentTexts.Why(why),
        _ => "omfattas inte av de nya inställningarna",
    };

    public static string One(PreviewKind kind) => kind switch { PreviewKind.Schools => "Skola", PreviewKind.Students => "Elev", PreviewKind.Teachers => "Lärare", _ => "Grupp" };

    /// <summary>“3 lärare tas bort: de hör bara till en skola som inte längre är vald.”, for each kind and cause.</summary>
    public static IEnumerable<string> Removals(MadePreview made) => made.Rows.Where(row => row.Row.Change is PreviewChange.Removed)
        .GroupBy(row => (row.Row.Kind, Why: Why(row.Row, false))).OrderBy(one => one.Key.Kind).ThenByDescending(one => one.Count())
        .Select(one => $"{Counted(one.Key.Kind, one.Count())} tas bort: {one.Key.Why}.");

    private static string Counted(PreviewKind kind, int count) => kind switch
    {
        PreviewKind.Schools => Text.Count(count, "skola", "skolor"),
        PreviewKind.Students => Text.Count(count, "elev", "elever"),
        PreviewKind.Teachers => Text.Count(count, "lärare", "lärare"),
        _ => Text.Count(count, "grupp", "grupper"),
    };

    private static string Short(MadePreview made, PreviewRow row, ScopedRoster? from) => row.Kind switch
    {
        PreviewKind.Schools => MadePreview.School(from, row.Id)?.SchoolUnitCode ?? "–",
        PreviewKind.Groups => MadePreview.Group(from, row.Id) is { } group ? $"{KindOf(group)}, {Text.Count(group.Students.Count, "elev", "elever")}" : "–",
        _ => MadePreview.Person(from, row.Id) is { } person ? $"{RoleOf(person)}, {made.NameOf([.. MadePreview.SchoolsOf(person)])}" : "–",
    };

    private static IReadOnlyList<FieldChange> Of(ScopedSchool? was, ScopedSchool? now) =>
        [new("Id", Id(was?.Id), Id(now?.Id)), new("Namn", was?.Name ?? "", now?.Name ?? ""), new("Skolenhetskod", was?.SchoolUnitCode ?? "", now?.SchoolUnitCode ?? "")];

    private static IReadOnlyList<FieldChange> Of(MadePreview made, ScopedPerson? was, ScopedPerson? now)
    {
        FieldChange Field(string what, Func<ScopedPerson, string?> of) => new(what, was is null ? "" : of(was) ?? "", now is null ? "" : of(now) ?? "");
        return
        [
            Field("Id", person => Id(person.Id)),
            Field("Inloggningsnamn", person => person.UserName),
            Field("Förnamn", person => person.GivenName),
            Field("Efternamn", person => person.FamilyName),
            Field("E-postadress", person => person.Email),
            Field("Skoltillhörighet", person => made.NameOf([.. MadePreview.SchoolsOf(person)])),
            Field("Roll", RoleOf),
            Field("Årskurs", person => person.SchoolYear?.ToString(CultureInfo.InvariantCulture)),
        ];
    }

    private static List<FieldChange> Of(MadePreview made, ScopedGroup? was, ScopedGroup? now)
    {
        FieldChange Field(string what, Func<ScopedGroup, string> of) => new(what, was is null ? "" : of(was), now is null ? "" : of(now));
        var fields = new List<FieldChange>
        {
            Field("Id", group => Id(group.Id)), Field("Namn", group => group.Name), Field("Typ", KindOf), Field("Skola", group => made.NameOf(group.Owner)),
            Field("Elever", group => Text.Number(group.Students.Count)), Field("Lärare", group => Text.Number(group.Teachers.Count)),
        };
        if (was is null || now is null)
            return fields;
        var members = PreviewMembers.Of(was, now).ToList();
        if (members.Exists(one => one.Comes))
            fields.Add(new("Medlemmar som tillkommer", "", Names(made, members.Where(one => one.Comes))));
        if (members.Exists(one => !one.Comes))
            fields.Add(new("Medlemmar som försvinner", Names(made, members.Where(one => !one.Comes)), ""));
        return fields;
    }

    private static string Names(MadePreview made, IEnumerable<(Guid Person, bool Comes, bool IsTeacher)> members)
    {
        var names = members.Select(one => PreviewMembers.NameOf(made, one.Person)).Order(Text.Order).ToList();
        return string.Join("; ", names.Take(MostNames)) + (names.Count > MostNames ? $" och {Text.Number(names.Count - MostNames)} till" : "");
    }

    private static string Id(Guid? id) => id?.ToString("D") ?? "";

    private static string KindOf(ScopedGroup group) => group.Kind is GroupKind.Class ? "Klass" : "Undervisningsgrupp";

    private static string RoleOf(ScopedPerson person) => (person.EnrolledAt.Count > 0, person.EmployedAt.Count > 0) switch
    {
        (true, true) => "Elev och lärare",
        (true, false) => "Elev",
        _ => "Lärare",
    };
}
