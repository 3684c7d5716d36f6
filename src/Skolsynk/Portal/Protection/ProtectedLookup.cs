using Skolsynk.Portal.Schools;
using Skolsynk.Rosters;
using Skolsynk.Source;
using Skolsynk.Stores;
using Skolsynk.Tenants;

namespace Skolsynk.Portal.Protection;

/// <summary>A person as Microsoft 365 names her now; kept nowhere.</summary>
internal sealed record NamedPerson(Guid Id, string Name, string Account, string Schools);

/// <summary>Asks Microsoft 365 for single persons while a page is made. What it says is shown and forgotten.</summary>
internal sealed class ProtectedLookup(PortalTools tools, Tenant tenant)
{
    public const string NoAnswer = "Microsoft 365 svarar inte. Försök igen om en stund.";

    private GraphTenant Whom => new(tenant.EntraTenantId, ReadBudget.Unconfirmed);

    /// <summary>By the whole user name or the id; null and why: nobody, or it is neither.</summary>
    public async Task<(NamedPerson? Person, string Wrong)> Find(string text, CancellationToken cancellation)
    {
        if (tools.Reader is not { } reader)
            return (null, NoAnswer);
        var id = Guid.TryParse(text, out var typed) ? $"{typed:D}" : null;
        if (id is null && (text.Length is < 3 or > 200 || !text.Contains('@', StringComparison.Ordinal) || text.Any(char.IsControl)))
            return (null, "Skriv hela inloggningsnamnet, med @, eller kontots id.");
        if (id is null)
        {
            if (await reader.UsersNamed(Whom, text, cancellation) is not UsersOutcome.Found found)
                return (null, NoAnswer);
            id = found.Users.FirstOrDefault(user => string.Equals(user.UserPrincipalName, text, StringComparison.OrdinalIgnoreCase))?.Id ?? (found.Users is [var only] ? only.Id : null);
        }
        if (id is null)
            return (null, Nobody);
        var names = await Names([Ids.Of(tenant.EntraTenantId, EntityKind.Person, id)], cancellation);
        return names is null ? (null, NoAnswer) : names.Values.FirstOrDefault() is { } person ? (person, "") : (null, Nobody);
    }

    /// <summary>Those of them whom Microsoft 365 has; null: it does not answer.</summary>
    public async Task<IReadOnlyDictionary<Guid, NamedPerson>?> Names(IReadOnlyCollection<Guid> persons, CancellationToken cancellation)
    {
        if (persons.Count == 0)
            return new Dictionary<Guid, NamedPerson>();
        var questions = persons.SelectMany(id => new[] { new Question(QuestionKind.Person, $"{id:D}"), new Question(QuestionKind.PersonSchools, $"{id:D}") }).ToList();
        if (tools.Reader is not { } reader || await reader.Ask(Whom, questions, cancellation) is not AskOutcome.Answered { Answers: var answers })
            return null;
        var schools = (await tools.Database.Read(session => RosterStore.LoadSchools(new(tenant.Id), session), cancellation)).ToDictionary(school => school.Id, SchoolsView.NameOf);
        var named = new Dictionary<Guid, NamedPerson>();
        foreach (var id in persons)
        {
            if (answers.GetValueOrDefault(new(QuestionKind.Person, $"{id:D}")) is not Answer.UserIs { User: var user })
                continue;
            var at = answers.GetValueOrDefault(new(QuestionKind.PersonSchools, $"{id:D}")) is Answer.IdsAre { Ids: var ids } ? ids : [];
            named[id] = new(id, Name(user), user.UserPrincipalName ?? "–",
                string.Join(", ", at.Select(school => schools.GetValueOrDefault(Ids.Of(tenant.EntraTenantId, EntityKind.School, school))).OfType<string>().Order(Frame.Text.Order)));
        }
        return named;
    }

    private const string Nobody = "Ingen person i Microsoft 365 har det inloggningsnamnet eller id:t. Kontrollera stavningen.";

    private static string Name(SourceUser user) => $"{user.Surname}, {user.GivenName}".Trim(',', ' ') is { Length: > 0 } name ? name : "Person utan namn";
}
