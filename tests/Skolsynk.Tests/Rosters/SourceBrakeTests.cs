using Skolsynk.Rosters;
using Skolsynk.Source;
using static Skolsynk.Tests.Rosters.Snapshots;

namespace Skolsynk.Tests.Rosters;

[Trait("Invariant", "1")]
public sealed class SourceBrakeTests
{
    [Fact]
    public void An_empty_source_is_never_applied()
    {
        var stored = new MemoryRoster().Apply(Changes.Between(RosterIndex.Empty, SchoolOf(1))).Index;
        Assert.True(SourceBrake.IsEmptySource(stored, Roster.Empty));
        Assert.False(SourceBrake.IsEmptySource(RosterIndex.Empty, Roster.Empty));
    }

    [Fact]
    public void A_school_that_is_emptied_keeps_its_persons_groups_and_members()
    {
        var before = SchoolOf(12);
        var verdict = SourceBrake.Of(before, Roster.Empty);
        Assert.Equal([new Hold(HoldCause.EmptiedSchool, School(1), 12)], verdict.Holds);
        Assert.Equal(MemoryRoster.Text(before), MemoryRoster.Text(verdict.Kept.In(before, Roster.Empty)));
    }

    [Fact]
    public void A_school_whose_persons_all_lost_their_tie_keeps_them()
    {
        var before = SchoolOf(12);
        var next = before with { Persons = [.. before.Persons.Select(person => person with { Schools = [], GivenName = "Bo" })] };
        var after = SourceBrake.Of(before, next).Kept.In(before, next);
        Assert.All(after.Persons, person => Assert.Equal([School(1)], person.Schools));
        Assert.All(after.Persons, person => Assert.Equal("Bo", person.GivenName));
    }

    [Fact]
    public void A_small_school_and_a_school_that_keeps_somebody_may_change()
    {
        Assert.Empty(SourceBrake.Of(SchoolOf(9), Roster.Empty).Holds);
        var before = SchoolOf(12);
        Assert.Empty(SourceBrake.Of(before, before with { Persons = [before.Persons[0]] }).Holds);
    }

    private static Roster SchoolOf(int pupils) => Normalised(With(
        schools: [new SourceSchool(School(1).ToString(), "Ekskolan")],
        users: [.. Enumerable.Range(1, pupils).Select(Pupil)],
        classes: [new SourceClass(Group(1).ToString(), "7A")],
        ties: [.. Enumerable.Range(1, pupils).Select(n => (School(1), Person(n)))],
        classTies: [(School(1), Group(1))],
        members: [(Group(1), [.. Enumerable.Range(1, pupils).Select(Person)], [])])).Roster;
}
