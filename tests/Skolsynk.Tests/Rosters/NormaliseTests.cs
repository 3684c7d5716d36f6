using Skolsynk.Rosters;
using Skolsynk.Source;
using static Skolsynk.Tests.Rosters.Snapshots;

namespace Skolsynk.Tests.Rosters;

public sealed class NormaliseTests
{
    [Theory]
    [InlineData("  Alva  ", "Alva")]
    [InlineData("Alva\u00a0\t Maria", "Alva Maria")]
    [InlineData("A\u030asa", "Åsa")]
    [InlineData("Al\u200bva", "Alva")]
    [InlineData("\u00adAlva\u0000", "Alva")]
    [InlineData("\u200b \u2003\u3164", null)]
    [InlineData("", null)]
    [InlineData("𝒜lva", "𝒜lva")]
    public void Names_are_kept_in_one_form(string raw, string? expected)
    {
        var roster = Normalised(With(users: [Pupil(1) with { GivenName = raw }])).Roster;
        Assert.Equal(expected, roster.Persons[0].GivenName);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_text() =>
        Assert.Equal("Alva", Normalised(With(users: [Pupil(1) with { GivenName = "Alva\ud800" }])).Roster.Persons[0].GivenName);

    [Fact]
    public void A_name_of_a_million_characters_is_dropped_with_a_finding()
    {
        var read = Normalised(With(users: [Pupil(1) with { GivenName = new string('a', 1_000_000) }]));
        Assert.Null(read.Roster.Persons[0].GivenName);
        Assert.Equal([new Finding(FindingKind.TooLong, EntityKind.Person, Person(1), Field.GivenName)], read.Findings);
    }

    [Fact]
    public void Findings_about_many_persons_come_in_the_order_of_the_persons()
    {
        var users = Enumerable.Range(1, 9_000).Select(n => Pupil(n) with { GivenName = n % 3 == 0 ? new string('a', 300) : $"Alva {n}" }).ToArray();
        var read = Normalised(With(users: users));
        Assert.Equal(read.Roster.Persons.Where(person => person.GivenName is null).Select(person => person.Id), read.Findings.Select(row => row.Id));
        Assert.Equal(3_000, read.Findings.Count);
        Assert.All(read.Roster.Persons, person => Assert.Equal("Ek", person.FamilyName));
    }

    [Fact]
    [Trait("Invariant", "8")]
    public void An_identity_number_is_dropped_from_every_field_and_the_place_is_told()
    {
        const string number = "20100102-2381";
        var read = Normalised(With(
            schools: [new SourceSchool(School(1).ToString(), number)],
            users:
            [
                Pupil(1) with { GivenName = number, Surname = number, UserPrincipalName = $"{number}@skola.example", Mail = $"{number}@skola.example" },
                new SourceUser(number, "student"),
            ],
            classes: [new SourceClass(Group(1).ToString(), $"Svenska {number}")],
            members: [(Group(1), [], [])]));
        Assert.Equal(7, read.Findings.Count);
        Assert.Single(read.Roster.Persons);
        Assert.DoesNotContain("2381", System.Text.Json.JsonSerializer.Serialize(read), StringComparison.Ordinal);
    }

    [Fact]
    public void Guests_and_disabled_accounts_are_in_the_roster_only_if_the_tenant_says_so()
    {
        var snapshot = With(users: [Pupil(1), Pupil(2) with { UserType = "guest" }, Pupil(3) with { AccountEnabled = false }]);
        var read = Normalised(snapshot);
        Assert.Equal([Person(1)], read.Roster.Persons.Select(person => person.Id));
        Assert.Equal([Person(2), Person(3)], read.LeftOut.Order());
        Assert.Equal(3, Normalised(snapshot, Settings with { IncludeDisabled = true, IncludeGuests = true }).Roster.Persons.Count);
    }

    [Theory]
    [InlineData("Exp0625_7A", null)]
    [InlineData("7A", "Exp062025_7A")]
    [InlineData("exp0124_7A", null)]
    public void An_expired_class_has_ended(string name, string? externalId)
    {
        var read = Normalised(With(classes: [new SourceClass(Group(1).ToString(), name, externalId)], members: [(Group(1), [], [])]));
        Assert.Empty(read.Roster.Groups);
        Assert.Contains(Group(1), read.LeftOut);
    }

    [Theory]
    [InlineData("Exp1325_7A")]
    [InlineData("Expedition")]
    [InlineData("Exp0625")]
    [InlineData("Svenska Exp0625_")]
    public void A_class_with_a_name_that_is_merely_like_it_goes_on(string name) =>
        Assert.Single(Normalised(With(
            classes: [new SourceClass(Group(1).ToString(), name)], members: [(Group(1), [], [])])).Roster.Groups);

    [Fact]
    public void Classes_made_by_hand_are_left_out_where_the_tenant_says_so()
    {
        var snapshot = With(
            classes: [new SourceClass(Group(1).ToString(), "7A", null, "sds"), new SourceClass(Group(2).ToString(), "Kör", null, "Manual"), new SourceClass(Group(3).ToString(), "Lag")],
            members: [(Group(1), [], []), (Group(2), [], []), (Group(3), [], [])]);
        Assert.Equal(3, Normalised(snapshot).Roster.Groups.Count);
        Assert.Equal([Group(1)], Normalised(snapshot, Settings with { IncludeHandmadeGroups = false }).Roster.Groups.Select(group => group.Id));
    }

    [Theory]
    [InlineData("Student", PersonRole.Student)]
    [InlineData("TEACHER", PersonRole.Teacher)]
    [InlineData("faculty", PersonRole.Teacher)]
    [InlineData("none", PersonRole.Other)]
    [InlineData("unknownFutureValue", PersonRole.Other)]
    [InlineData(null, PersonRole.Other)]
    public void Roles_that_are_not_known_are_other(string? text, PersonRole role) =>
        Assert.Equal(role, Normalised(With(users: [User(1, text)])).Roster.Persons[0].Role);

    [Fact]
    public void The_role_in_a_group_is_told_by_the_teachers_list_and_a_teacher_who_is_merely_a_member_is_no_pupil()
    {
        var group = Normalised(With(
            users: [Pupil(1), Pupil(2), User(3, "teacher"), User(4, "teacher"), User(5, null)],
            classes: [new SourceClass(Group(1).ToString(), "Musik")],
            members: [(Group(1), [Person(1), Person(2), Person(3), Person(4), Person(5), Person(1), Person(9)], [Person(2), Person(3), Person(5)])]))
            .Roster.Groups[0];
        Assert.Equal(
            [(Person(1), MemberRole.Student), (Person(2), MemberRole.Teacher), (Person(3), MemberRole.Teacher)],
            group.Members.Select(member => (member.Person, member.Role)).OrderBy(pair => pair.Role).ThenBy(pair => pair.Person.ToString()[4..]));
        Assert.Equal(group.Members.OrderBy(member => Ids.AsNumber(member.Person)), group.Members);
    }

    [Fact]
    public void Ties_are_to_schools_that_exist_sorted_and_once()
    {
        var person = Normalised(With(
            schools: [new SourceSchool(School(1).ToString()), new SourceSchool(School(3).ToString())],
            users: [Pupil(1)],
            ties: [(School(3), Person(1)), (School(1), Person(1)), (School(1), Person(1)), (School(2), Person(1))])).Roster.Persons[0];
        Assert.Equal(new[] { School(1), School(3) }.OrderBy(Ids.AsNumber), person.Schools);
    }

    [Fact]
    public void Ids_that_are_no_guids_become_guids_and_the_source_s_own_is_kept()
    {
        var roster = Normalised(With(users: [new SourceUser("anna-1", "student"), Pupil(3) with { Id = Person(3).ToString().ToUpperInvariant() }])).Roster;
        Assert.Equal(["anna-1", Person(3).ToString().ToUpperInvariant()], roster.Persons.Select(person => person.SourceId).Order(StringComparer.Ordinal).Reverse());
        Assert.Contains(roster.Persons, person => person.Id == Ids.Of(EntraTenant, EntityKind.Person, "anna-1"));
        Assert.Null(Normalised(With(users: [Pupil(1)])).Roster.Persons[0].SourceId);
    }

    [Fact]
    public void A_repeated_id_is_kept_once()
    {
        var read = Normalised(With(users: [Pupil(1), Pupil(1) with { GivenName = "Bo" }]));
        Assert.Equal("Alva", Assert.Single(read.Roster.Persons).GivenName);
        Assert.Equal(FindingKind.Repeated, Assert.Single(read.Findings).Kind);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("10", 10)]
    [InlineData("F", 0)]
    [InlineData("fsk", 0)]
    [InlineData("0", 0)]
    [InlineData("11", null)]
    [InlineData("01", null)]
    [InlineData("PS1", null)]
    public void The_school_year_is_kept_only_where_switched_on(string grade, int? year)
    {
        var snapshot = With(users: [Pupil(1) with { StudentGrade = grade }]);
        Assert.Null(Normalised(snapshot).Roster.Persons[0].SchoolYear);
        Assert.Equal(year, Normalised(snapshot, Settings with { KeepSchoolYear = true }).Roster.Persons[0].SchoolYear);
    }

    [Theory]
    [InlineData("65590140", null, "65590140")]
    [InlineData("20240815", "65590140", "65590140")]
    [InlineData("20241399", null, "20241399")]
    [InlineData("05590140", null, null)]
    [InlineData(null, " 12345678 ", "12345678")]
    public void A_code_is_suggested_unless_it_reads_as_a_date(string? number, string? externalId, string? code) =>
        Assert.Equal(code, Normalised(With(schools: [new SourceSchool(School(1).ToString(), "A", number, externalId)])).Roster.Schools[0].SuggestedCode);
}
