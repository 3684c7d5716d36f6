using Skolsynk.Rosters;
using Skolsynk.Suppliers;

namespace Skolsynk.Ss12000.Scim2018;

/// <summary>The teaching of a group; each group in scope has one, with or without teachers.</summary>
internal readonly record struct Activity(Guid Id, ScopedGroup Group);

/// <summary>
/// Writes the resources of one pass over an endpoint. Null: the resource refers, where it must, to something that is not confirmed.
/// </summary>
internal sealed class Rendering(Func<Endpoint, Guid, bool> confirmed) : IDisposable
{
    private readonly Body body = new();

    public Resource? Organisation(ScopedRoster roster)
    {
        body.Begin(Endpoint.Organisations, roster.OrganisationId);
        body.Text(Names.DisplayName, roster.OrganisationName);
        return body.End(Endpoint.Organisations, roster.OrganisationId);
    }

    public Resource? SchoolUnit(ScopedSchool school, ScopedRoster roster)
    {
        body.Begin(Endpoint.SchoolUnits, school.Id);
        body.Text(Names.DisplayName, school.Name);
        body.Text(Names.SchoolUnitCode, school.SchoolUnitCode);
        if (confirmed(Endpoint.Organisations, roster.OrganisationId))
            body.Reference(Names.Organisation, Endpoint.Organisations, roster.OrganisationId);
        if (roster.MunicipalityCode is { Length: > 0 } code)
            body.Text(Names.MunicipalityCode, code);
        return body.End(Endpoint.SchoolUnits, school.Id);
    }

    /// <summary>A pupil must have an enrolment, else the receiver would take him for staff.</summary>
    public Resource? User(ScopedPerson person)
    {
        var pupil = person.EnrolledAt.Count > 0;
        if (pupil && !AnyConfirmed(Endpoint.SchoolUnits, person.EnrolledAt))
            return null;

        body.Begin(Endpoint.Users, person.Id);
        body.Text(Names.UserName, person.UserName);
        body.Joined(Names.DisplayName, person.GivenName, " ", person.FamilyName);
        body.BeginObject(Names.Name);
        body.Text(Names.FamilyName, person.FamilyName);
        body.Text(Names.GivenName, person.GivenName);
        body.EndObject();
        if (person.Email is not null)
            Email(person.Email);
        if (pupil)
            Enrolments(person);
        return body.End(Endpoint.Users, person.Id);
    }

    public Resource? Employment(Employment employment)
    {
        if (!confirmed(Endpoint.SchoolUnits, employment.SchoolUnit) || !confirmed(Endpoint.Users, employment.User))
            return null;

        body.Begin(Endpoint.Employments, employment.Id);
        body.Text(Names.EmploymentRole, Names.Teacher);
        body.Reference(Names.EmployedAt, Endpoint.SchoolUnits, employment.SchoolUnit);
        body.Reference(Names.User, Endpoint.Users, employment.User);
        return body.End(Endpoint.Employments, employment.Id);
    }

    public Resource? StudentGroup(ScopedGroup group)
    {
        if (!confirmed(Endpoint.SchoolUnits, group.Owner))
            return null;

        body.Begin(Endpoint.StudentGroups, group.Id);
        body.Text(Names.DisplayName, group.Name);
        body.Text(Names.StudentGroupType, group.Kind == GroupKind.Class ? Names.Class : Names.Teaching);
        body.Reference(Names.Owner, Endpoint.SchoolUnits, group.Owner);
        body.BeginArray(Names.StudentMemberships);
        for (var i = 0; i < group.Students.Count; i++)
        {
            if (confirmed(Endpoint.Users, group.Students[i]))
                body.Reference(Endpoint.Users, group.Students[i]);
        }

        body.EndArray();
        return body.End(Endpoint.StudentGroups, group.Id);
    }

    public Resource? Activity(Activity activity, EmploymentIndex employments)
    {
        var group = activity.Group;
        if (!confirmed(Endpoint.StudentGroups, group.Id) || !confirmed(Endpoint.SchoolUnits, group.Owner))
            return null;

        body.Begin(Endpoint.Activities, activity.Id);
        body.Joined(Names.DisplayName, group.Name, "-Activity", "");
        body.Reference(Names.Owner, Endpoint.SchoolUnits, group.Owner);
        body.BeginArray(Names.Groups);
        body.Reference(Endpoint.StudentGroups, group.Id);
        body.EndArray();
        body.BeginArray(Names.Teachers);
        for (var i = 0; i < group.Teachers.Count; i++)
        {
            if (employments.For(group.Teachers[i], group.Owner) is { } id && confirmed(Endpoint.Employments, id))
                body.Reference(Endpoint.Employments, id);
        }

        body.EndArray();
        return body.End(Endpoint.Activities, activity.Id);
    }

    public void Dispose() => body.Dispose();

    private void Email(string address)
    {
        body.BeginArray(Names.Emails);
        body.BeginObject();
        body.Text(Names.Value, address);
        body.EndObject();
        body.EndArray();
    }

    private void Enrolments(ScopedPerson person)
    {
        body.BeginObject(Names.UserExtension);
        body.BeginArray(Names.Enrolments);
        for (var i = 0; i < person.EnrolledAt.Count; i++)
        {
            if (confirmed(Endpoint.SchoolUnits, person.EnrolledAt[i]))
                Enrolment(person.EnrolledAt[i], person.SchoolYear);
        }

        body.EndArray();
        body.EndObject();
    }

    private void Enrolment(Guid schoolUnit, int? schoolYear)
    {
        if (schoolYear is null)
        {
            body.Reference(Endpoint.SchoolUnits, schoolUnit);
            return;
        }

        body.BeginObject();
        body.ReferenceMembers(Endpoint.SchoolUnits, schoolUnit);
        body.Number(Names.SchoolYear, schoolYear.Value);
        body.EndObject();
    }

    private bool AnyConfirmed(Endpoint endpoint, IReadOnlyList<Guid> ids)
    {
        for (var i = 0; i < ids.Count; i++)
        {
            if (confirmed(endpoint, ids[i]))
                return true;
        }

        return false;
    }
}
