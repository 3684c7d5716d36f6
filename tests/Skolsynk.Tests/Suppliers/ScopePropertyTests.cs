using CsCheck;
using Skolsynk.Rosters;
using Skolsynk.Suppliers;

namespace Skolsynk.Tests.Suppliers;

public sealed class ScopePropertyTests
{
    [Fact]
    public void Everything_in_the_roster_is_either_sent_or_not_sent_with_one_reason() =>
        ScopeGen.Any.Sample(given =>
        {
            var scoped = Scope.Select(given.Roster, given.Input);
            var all = Sent(scoped).Concat(scoped.NotSent.Select(one => (one.Kind, one.Id))).Order().ToList();
            var roster = given.Roster.Schools.Select(one => (EntityKind.School, one.Id))
                .Concat(given.Roster.Persons.Select(one => (EntityKind.Person, one.Id)))
                .Concat(given.Roster.Groups.Select(one => (EntityKind.Group, one.Id))).Order();
            return all.SequenceEqual(roster);
        });

    [Fact]
    [Trait("Invariant", "4")]
    public void Narrower_settings_never_let_anyone_in() =>
        Gen.Select(ScopeGen.Any, ScopeGen.Narrower).Sample((given, narrow) =>
        {
            // Where one school a person is taken, a pupil who is switched off may begin to count as the teacher of a group.
            if (given.Input.Profile.SchoolsPerPerson == SchoolsPerPerson.One)
                return true;
            var before = Scope.Select(given.Roster, given.Input);
            var after = Scope.Select(given.Roster, given.Input with { Settings = narrow(given.Input.Settings) });
            return !Sent(after).Except(Sent(before)).Any()
                && !Pupils(after).Except(Pupils(before)).Any()
                && !Members(after).Except(Members(before)).Any()
                && !after.Persons.Where(one => one.Email is not null).Select(one => one.Id)
                    .Except(before.Persons.Where(one => one.Email is not null).Select(one => one.Id)).Any();
        });

    [Fact]
    [Trait("Invariant", "4")]
    public void Narrower_settings_let_no_person_in_where_one_school_is_taken() =>
        Gen.Select(ScopeGen.Any, ScopeGen.Narrower).Sample((given, narrow) =>
        {
            var input = given.Input with { Profile = given.Input.Profile with { SchoolsPerPerson = SchoolsPerPerson.One } };
            var before = Scope.Select(given.Roster, input);
            var after = Scope.Select(given.Roster, input with { Settings = narrow(input.Settings) });
            return !after.Persons.Select(one => one.Id).Except(before.Persons.Select(one => one.Id)).Any()
                && after.Persons.All(one => one.EnrolledAt.Concat(one.EmployedAt).Distinct().Count() == 1);
        });

    [Fact]
    [Trait("Invariant", "4")]
    public void Only_schools_with_a_code_are_referred_to() =>
        ScopeGen.Any.Sample(given =>
        {
            var scoped = Scope.Select(given.Roster, given.Input);
            return scoped.Persons.SelectMany(one => one.EnrolledAt.Concat(one.EmployedAt)).Concat(scoped.Groups.Select(one => one.Owner))
                .All(id => given.Input.SchoolUnitCodes.ContainsKey(id) && scoped.Schools.Any(school => school.Id == id));
        });

    [Fact]
    public void Who_is_sent_is_somewhere_and_members_are_sent_in_their_role() =>
        ScopeGen.Any.Sample(given =>
        {
            var scoped = Scope.Select(given.Roster, given.Input);
            var persons = scoped.Persons.ToDictionary(one => one.Id);
            return scoped.Persons.All(one => one.EnrolledAt.Count + one.EmployedAt.Count > 0)
                && scoped.Groups.All(one => one.Students.Count + one.Teachers.Count > 0
                    && one.Students.All(id => persons[id].EnrolledAt.Count > 0)
                    && one.Teachers.All(id => persons[id].EmployedAt.Count > 0));
        });

    private static IEnumerable<(EntityKind Kind, Guid Id)> Sent(ScopedRoster scoped) =>
        scoped.Schools.Select(one => (EntityKind.School, one.Id))
            .Concat(scoped.Persons.Select(one => (EntityKind.Person, one.Id)))
            .Concat(scoped.Groups.Select(one => (EntityKind.Group, one.Id)));

    private static IEnumerable<(Guid Person, Guid School)> Pupils(ScopedRoster scoped) =>
        scoped.Persons.SelectMany(one => one.EnrolledAt.Select(school => (one.Id, school)));

    private static IEnumerable<(Guid Group, Guid Person, MemberRole Role)> Members(ScopedRoster scoped) =>
        scoped.Groups.SelectMany(one => one.Students.Select(id => (one.Id, id, MemberRole.Student))
            .Concat(one.Teachers.Select(id => (one.Id, id, MemberRole.Teacher))));
}
